import Foundation
import Testing

@testable import Runs

@Suite("A killed run")
struct KilledRunTests {
  @Test("has its records and its last whole checkpoint when it goes on")
  func goesOn() async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("RunsTests-killed-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
      let run = try start(URL(fileURLWithPath: path))
      for step in 1...3 { try run.record(["loss": Double(step)], at: step) }
      try run.saveCheckpoint(step: 2) { try write("2", into: $0) }
      try run.saveCheckpoint(step: 3) { partial in
        try write("half", into: partial)
        kill(getpid(), SIGKILL)
      }
    }
    #expect(try readMetrics(from: folder).map(\.step) == [1, 2, 3])
    #expect(try names(in: folder.appendingPathComponent("checkpoints")).count == 2)

    let run = try start(folder, resuming: true)
    #expect(try readMetrics(from: folder).map(\.step) == [1, 2])
    #expect(try names(in: folder.appendingPathComponent("checkpoints")) == ["step-000002"])
    let latest = try #require(run.latestCheckpoint())
    #expect(try text(of: latest.folder.appendingPathComponent("weights")) == "2")
  }
}

@Suite("Checkpoints")
struct CheckpointTests {
  @Test("come whole, and old ones go only after them")
  func keepsTheLast() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      let checkpoints = folder.appendingPathComponent("checkpoints")
      for step in [1, 2, 10] {
        let saved = try run.saveCheckpoint(step: step) { partial in
          #expect(partial.lastPathComponent.hasPrefix("."))
          #expect(partial.deletingLastPathComponent().path == checkpoints.path)
          try write("\(step)", into: partial)
        }
        #expect(try text(of: saved.appendingPathComponent("weights")) == "\(step)")
      }
      #expect(try names(in: checkpoints) == ["step-000002", "step-000010"])
      #expect(run.latestCheckpoint()?.folder.lastPathComponent == "step-000010")
    }
  }

  @Test("stay as they were when saving fails")
  func survivesFailure() throws {
    struct Failure: Error {}
    try withTemporaryFolder { folder in
      let run = try start(folder)
      try run.saveCheckpoint(step: 1, keeping: 1) { try write("1", into: $0) }
      #expect(throws: Failure.self) {
        try run.saveCheckpoint(step: 2, keeping: 1) { _ in throw Failure() }
      }
      #expect(try names(in: folder.appendingPathComponent("checkpoints")) == ["step-000001"])
    }
  }

  @Test("may be saved twice at one step, as at the end; the later one stays")
  func replacesSameStep() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      for text in ["a", "b"] {
        try run.saveCheckpoint(step: 1_234_567) { try write(text, into: $0) }
      }
      let latest = try #require(run.latestCheckpoint())
      #expect(latest.step == 1_234_567)
      #expect(try text(of: latest.folder.appendingPathComponent("weights")) == "b")
    }
  }
}
