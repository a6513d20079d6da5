import Datasets
import Foundation
import Testing

@testable import Feedback

@Suite("Candidates")
struct TaskMakingTests {
  private func candidate(
    _ text: String, _ model: String = "policy", seed: UInt64 = 1, prompt: Int64 = 1
  ) -> NewCompletion {
    NewCompletion(
      promptID: Identifier(prompt), text: text, modelName: model, modelHash: "beef",
      sampling: StoredCompletion.Sampling(
        temperature: 1, topP: 1, topK: 0, maximumNewTokens: 32, seed: seed),
      finishReason: "end")
  }

  @Test(
    "come in with their model and sampling, and become tasks", arguments: StoreUnderTest.allCases)
  func candidates(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      _ = try scene.importer.importRows(
        from: try scene.file(#"{"prompt": "One"}"#, #"{"prompt": "Two"}"#))
      let added = try scene.importer.addCompletions([
        candidate("a"), candidate("b", seed: 2), candidate("a", seed: 3), candidate(" "),
        candidate("I am ChatGPT."), candidate("c", "other"), candidate("lonely", prompt: 2),
      ])
      #expect(added.ids.count == 5 && added.knownCount == 1 && added.emptyCount == 1)
      #expect(added.identityLeakCount == 1)
      let stored = try scene.all(StoredCompletion.self)
      #expect(stored[1].sampling?.seed == 2 && stored[1].modelHash == "beef")
      #expect(stored.allSatisfy { $0.origin == .model })
      let made = try scene.importer.makeTasks(
        kind: .ranking, overlap: 3, purpose: "round 1", round: 1)
      #expect(made.taskCount == 1 && made.waitingCount == 1 && made.knownCount == 0)
      let task = try #require(try scene.all(LabelingTask.self).first)
      #expect(task.completionIDs.count == 3 && task.requiredOverlap == 3)
      #expect(try scene.all(TaskBatch.self).map(\.round) == [1])
      let again = try scene.importer.makeTasks(kind: .ranking, purpose: "round 2")
      #expect(again.taskCount == 0 && again.knownCount == 1 && again.batchID == nil)
      _ = try scene.importer.addCompletions([candidate("d"), candidate("e")])
      #expect(try scene.importer.makeTasks(kind: .ranking, purpose: "round 2").taskCount == 1)
      #expect(try scene.all(LabelingTask.self).last?.completionIDs.count == 2)
      // For a pair, two models come before two samples of one.
      #expect(try scene.importer.makeTasks(kind: .pair, purpose: "pairs").taskCount == 1)
      let pair = try #require(try scene.all(LabelingTask.self).last).completionIDs
      let shown = try scene.all(StoredCompletion.self).filter { pair.contains($0.id) }
      #expect(shown.map(\.modelName) == ["policy", "other"])
      #expect(try scene.importer.makeTasks(kind: .demonstration, purpose: "d").taskCount == 2)
    }
  }

  @Test("that are proposed keep their priority and probability", arguments: StoreUnderTest.allCases)
  func proposals(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      _ = try scene.importer.importRows(
        from: try scene.file(#"{"prompt": "One"}"#, #"{"prompt": "Two"}"#))
      let ids = try scene.importer.addCompletions([
        candidate("a"), candidate("b"), candidate("c"), candidate("x", prompt: 2),
      ]).ids
      func make(_ ids: [Identifier<StoredCompletion>]) throws -> MadeTasks {
        try scene.importer.makeTasks(
          kind: .pair, purpose: "disputed", selector: "disagreement",
          from: [
            TaskProposal(
              promptID: Identifier(1), completionIDs: ids, priority: 3, selectionProbability: 0.2)
          ])
      }
      #expect(try make([ids[0], ids[2]]).taskCount == 1)
      #expect(try make([ids[2], ids[0]]).knownCount == 1)
      let task = try #require(try scene.all(LabelingTask.self).first)
      #expect(task.priority == 3 && task.selectionProbability == 0.2)
      #expect(try scene.all(TaskBatch.self).map(\.selector) == ["disagreement"])
      for wrong in [[ids[0], ids[3]], [ids[0]], [ids[0], ids[0]], [ids[0], Identifier(99)]] {
        #expect(throws: FeedbackError.self) { try make(wrong) }
      }
      #expect(try scene.all(LabelingTask.self).count == 1)
    }
  }

  @Test("for a prompt that is not there bring nothing", arguments: StoreUnderTest.allCases)
  func missing(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      _ = try scene.importer.importRows(from: try scene.file(#"{"prompt": "One"}"#))
      #expect(throws: FeedbackError.notFound("prompt 7")) {
        try scene.importer.addCompletions([candidate("a"), candidate("b", prompt: 7)])
      }
      #expect(try scene.all(StoredCompletion.self) == [])
    }
  }

  @Test("are scored by hash or by text", arguments: StoreUnderTest.allCases)
  func scores(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      _ = try scene.importer.importRows(from: try scene.file(#"{"prompt": "One"}"#))
      _ = try scene.importer.addCompletions([candidate("a"), candidate("b")])
      let hash = contentHash(of: "b")
      let file = try scene.file(
        #"{"prompt": "One", "completion": "a", "score": 1.5, "reward_model": "rm-0"}"#,
        #"{"completion_sha256": "\#(hash)", "score": -2, "reward_model": "rm-1"}"#,
        #"{"prompt": "Other", "completion": "a", "score": 1, "reward_model": "rm-0"}"#,
        #"{"prompt": "One", "completion": "a", "score": "much", "reward_model": "rm-0"}"#,
        #"{"prompt": "One", "completion": "a", "score": 1}"#, name: "scores.jsonl")
      #expect(throws: DatasetError.self) { try scene.importer.importScores(from: file) }
      let report = try scene.importer.importScores(from: file, badRows: .skip)
      #expect(report.scoreCount == 2 && report.unknownCount == 1)
      #expect(report.skipped.map(\.line) == [4, 5] && report.rewardModels == ["rm-0", "rm-1"])
      let scores = try scene.all(RewardScore.self)
      #expect(scores.map(\.score) == [1.5, -2] && scores.map(\.completionID.number) == [1, 2])
      #expect(try scene.importer.importScores(from: file, badRows: .skip).knownCount == 2)
    }
  }
}
