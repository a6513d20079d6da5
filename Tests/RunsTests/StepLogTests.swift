import Foundation
import Testing

@testable import Runs

@Suite("Logs of a run by steps")
struct StepLogTests {
  private struct Line: Codable, Equatable {
    let step: Int
    let words: String
  }

  @Test("give back what was appended, whatever characters it has")
  func roundTrip() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      let lines = [Line(step: 0, words: "a\nb\u{2028}</script>"), Line(step: 5, words: "é🙂\r\n")]
      for line in lines { try run.append(line, to: .samples) }
      #expect(try StepLog.samples.read(Line.self, in: folder) == lines)
      #expect(try StepLog.verdicts.read(Line.self, in: folder) == [])
    }
  }

  @Test(
    "are cut back to the checkpoint by a run that is resumed, with a line that was not finished")
  func resuming() throws {
    try withTemporaryFolder { folder in
      do {
        let run = try start(folder)
        for step in [0, 10, 20] { try run.append(Line(step: step, words: "w"), to: .gold) }
        try run.saveCheckpoint(step: 10) { try write("x", into: $0) }
      }
      let file = StepLog.gold.file(in: folder)
      let whole = try Data(contentsOf: file)
      try (whole + Data(#"{"step": 10, "wor"#.utf8)).write(to: file)
      #expect(try StepLog.gold.read(Line.self, in: folder).map(\.step) == [0, 10, 20])
      _ = try start(folder, resuming: true)
      #expect(try StepLog.gold.read(Line.self, in: folder).map(\.step) == [0, 10])
    }
  }

  @Test("name the line that is damaged")
  func damaged() throws {
    try withTemporaryFolder { folder in
      let file = StepLog.gold.file(in: folder)
      try Data("{\"step\": 1}\n{\"step\": 2, \"words\": \"w\"}\n".utf8).write(to: file)
      #expect(throws: RunError.self) { try StepLog.gold.read(Line.self, in: folder) }
    }
  }

  @Test("go with the run that is overwritten")
  func overwriting() throws {
    try withTemporaryFolder { folder in
      do { try start(folder).append(Line(step: 0, words: "w"), to: .samples) }
      _ = try start(folder, overwriting: true)
      #expect(try StepLog.samples.read(Line.self, in: folder).isEmpty)
    }
  }
}
