import Foundation
import Testing

@testable import Runs

@Suite("A run")
struct RunTests {
  @Test("writes down what it is before anything else")
  func writesRecord() throws {
    try withTemporaryFolder { parent in
      let data = parent.appendingPathComponent("data")
      try FileManager.default.createDirectory(
        at: data.appendingPathComponent("more"), withIntermediateDirectories: true)
      try Data("abc".utf8).write(to: data.appendingPathComponent("more/train.jsonl"))
      let folder = parent.appendingPathComponent("runs/one")
      let run = try start(folder, seed: .max, inputs: [data])
      let record = try text(of: folder.appendingPathComponent("run.json"))
      #expect(run.seed == .max)
      #expect(record.contains("\"seed\": 18446744073709551615"))
      #expect(record.contains("\"status\": \"running\""))
      #expect(record.contains("\"command\": \"ppo\""))
      #expect(record.contains("\"~/a.yaml\""))
      #expect(record.contains("\"beta\": 0.1"))
      #expect(record.contains("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
      #expect(record.contains("\"bytes\": 3"))
      #expect(record.contains("\"package\": \"0.1.0\""))
      #expect(record.contains("\"os\""))
      #expect(record.contains("\"core_count\""))
      #expect(record.contains(#/"started_at": "\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"/#))
    }
  }

  @Test("knows each file that it reads once, in the order in which they were named")
  func hashesInputs() throws {
    try withTemporaryFolder { parent in
      let model = parent.appendingPathComponent("model")
      let data = parent.appendingPathComponent("data")
      try FileManager.default.createDirectory(at: model, withIntermediateDirectories: true)
      try Data("abc".utf8).write(to: data)
      for name in ["weights", "config", "tokenizer"] {
        try Data(name.utf8).write(to: model.appendingPathComponent(name))
      }
      let run = try start(
        parent.appendingPathComponent("run"),
        inputs: [data, model, model.appendingPathComponent("config"), model])
      let inputs = run.record.inputs
      let found = inputs.map { $0.path.split(separator: "/").last.map(String.init) }
      #expect(found == ["data", "config", "tokenizer", "weights"])
      #expect(inputs.map(\.bytes) == [3, 6, 9, 7])
      #expect(Set(inputs.map(\.sha256)).count == 4)
      #expect(try inputs[3].sha256 == sha256(of: model.appendingPathComponent("weights")))
    }
  }

  @Test("leaves a folder alone that is not empty")
  func refusesFullFolder() throws {
    try withTemporaryFolder { folder in
      try write("mine", into: folder)
      #expect(throws: RunError.folderNotEmpty(displayedPath(of: folder))) { try start(folder) }
      #expect(throws: RunError.notARun(displayedPath(of: folder))) {
        try start(folder, overwriting: true)
      }
      #expect(throws: RunError.nothingToResume(displayedPath(of: folder))) {
        try start(folder, resuming: true)
      }
      #expect(try names(in: folder) == ["weights"])
    }
  }

  @Test("touches nothing when an input is missing")
  func missingInput() throws {
    try withTemporaryFolder { parent in
      let folder = parent.appendingPathComponent("run")
      #expect(throws: RunError.self) {
        try start(folder, inputs: [parent.appendingPathComponent("absent")])
      }
      let left = try names(in: parent)
      #expect(left.isEmpty)
    }
  }

  @Test("overwrites what an earlier run made, and nothing else")
  func overwrites() throws {
    try withTemporaryFolder { folder in
      let first = try start(folder)
      try first.record(["loss": 1], at: 1)
      try first.saveCheckpoint(step: 1) { try write("old", into: $0) }
      try write("mine", into: folder)
      let second = try start(folder, seed: 8, overwriting: true)
      #expect(second.latestCheckpoint() == nil)
      #expect(try readMetrics(from: folder).isEmpty)
      #expect(try names(in: folder) == ["metrics.jsonl", "run.json", "weights"])
    }
  }

  @Test("says how it ended")
  func ends() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      try run.stop(.interrupted, because: "Ctrl-C at step 3")
      let record = folder.appendingPathComponent("run.json")
      #expect(try text(of: record).contains("\"reason\": \"Ctrl-C at step 3\""))
      try run.finish(["win_rate": 0.75, "loss": .nan])
      #expect(try text(of: record).contains("\"status\": \"finished\""))
      #expect(try text(of: record).contains("\"win_rate\": 0.75"))
      #expect(try text(of: record).contains("\"loss\": \"NaN\""))
      #expect(try text(of: record).contains("\"ended_at\""))
    }
  }

  @Test("keeps remarks on one line each")
  func keepsNotes() throws {
    try withTemporaryFolder { folder in
      let run = try start(folder)
      try run.note("row 3 skipped:\nno chosen")
      try run.note("row 9 skipped")
      let lines = try text(of: folder.appendingPathComponent("notes.log")).split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0].hasSuffix("Z row 3 skipped: no chosen"))
    }
  }

  @Test("keeps another process out of its folder")
  func keepsOthersOut() throws {
    try withTemporaryFolder { folder in
      let lock = try FolderLock(folder, ownedBy: nil)
      #expect(throws: RunError.inUse(displayedPath(of: folder))) {
        _ = try FolderLock(folder, ownedBy: 1)
      }
      withExtendedLifetime(lock) {}
    }
  }
}

@Suite("A resumed run")
struct ResumingTests {
  @Test("cuts off records after its checkpoint, and what was torn or half written")
  func cutsOff() throws {
    try withTemporaryFolder { folder in
      do {
        let run = try start(folder)
        for step in 0...5 { try run.record(["loss": Double(step)], at: step) }
        try run.saveCheckpoint(step: 3) { try write("3", into: $0) }
      }
      // A process killed in the middle of a line and of a checkpoint leaves these.
      let metrics = folder.appendingPathComponent("metrics.jsonl")
      try (Data(contentsOf: metrics) + Data("{\"step\": 6, \"ti".utf8)).write(to: metrics)
      let partial = folder.appendingPathComponent("checkpoints/.step-000006.partial-abc")
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
      try write("half", into: partial)

      let run = try start(folder, resuming: true)
      #expect(run.latestCheckpoint()?.step == 3)
      #expect(try names(in: folder.appendingPathComponent("checkpoints")) == ["step-000003"])
      #expect(try readMetrics(from: folder).map(\.step) == [0, 1, 2, 3])
      try run.record(["loss": 4], at: 4)
      #expect(try readMetrics(from: folder).map(\.step) == [0, 1, 2, 3, 4])
      #expect(run.changesSinceStart.isEmpty)
    }
  }

  @Test("begins its records anew when it was killed before its first checkpoint")
  func withoutCheckpoint() throws {
    try withTemporaryFolder { folder in
      try start(folder).record(["loss": 1], at: 1)
      let run = try start(folder, resuming: true)
      #expect(run.latestCheckpoint() == nil)
      #expect(try readMetrics(from: folder).isEmpty)
    }
  }

  @Test("goes on only with the seed it began with")
  func refusesOtherSeed() throws {
    try withTemporaryFolder { folder in
      _ = try start(folder)
      #expect(
        throws: RunError.seedChanged(folder: displayedPath(of: folder), recorded: 7, given: 8)
      ) {
        try start(folder, seed: 8, resuming: true)
      }
    }
  }

  @Test("tells what is not as it was, and keeps when it began")
  func tellsChanges() throws {
    try withTemporaryFolder { parent in
      let (folder, data) = (
        parent.appendingPathComponent("run"), parent.appendingPathComponent("d")
      )
      try Data("1".utf8).write(to: data)
      let first = try start(folder, inputs: [data]).record.startedAt
      try Data("2".utf8).write(to: data)
      let run = try start(
        folder, configuration: #"{"ppo": {"beta": 0.2}}"#, inputs: [data], resuming: true)
      #expect(
        run.changesSinceStart == [
          "ppo.beta: 0.1 → 0.2", "\(displayedPath(of: data)): other contents",
        ])
      #expect(run.record.startedAt == first)
      #expect(run.record.resumptions.count == 1)
      let again = try start(folder, configuration: #"{"ppo": {"beta": 0.2}}"#, resuming: true)
      #expect(again.record.resumptions.count == 2)
    }
  }
}
