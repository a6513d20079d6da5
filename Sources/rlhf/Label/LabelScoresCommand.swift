import ArgumentParser
import Batches
import Feedback
import Foundation
import Runs

/// `rlhf label scores`: tells a store what reward models say of its completions.
struct LabelScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores", abstract: "Keeps what reward models say of completions.",
    discussion: """
      Either a file of lines like {"completion_sha256": …, "score": 0.5, "reward_model": "a"}, or \
      --reward-model, once for each member of an ensemble, which scores every completion that \
      nobody has judged yet. `rlhf label next` then chooses what they disagree about.
      """)

  @OptionGroup var store: StoreArgument

  @Argument(help: ArgumentHelp("Scores: .jsonl or .jsonl.gz.", valueName: "file"))
  var file: String?

  @Option(help: ArgumentHelp("A reward model; may be repeated.", valueName: "folder"))
  var rewardModel: [String] = []

  @Option(help: "Completions of one forward pass.")
  var batchSize = 16

  @Option(help: "cpu, cuda, cuda:1, mps, or auto.")
  var device = "auto"

  func validate() throws {
    guard (file == nil) != rewardModel.isEmpty else {
      throw ValidationError("give scores, either a file or --reward-model FOLDER")
    }
    guard batchSize > 0 else {
      throw ValidationError("--batch-size is \(batchSize) and must be at least 1")
    }
  }

  func run() throws {
    let opened = try store.opened()
    if let file {
      let report = try Importer(store: opened).importScores(from: URL(fileURLWithPath: file))
      print("\(counted(report.scoreCount, "score")) kept")
      for (count, what) in [
        (report.knownCount, "were there before"),
        (report.unknownCount, "are of unknown completions"),
      ] where count > 0 { note("  \(count) \(what)") }
    }
    for folder in rewardModel {
      let scorer = try CompletionScorer(
        model: URL(fileURLWithPath: folder), device: device, batchSize: batchSize)
      let count = try keepScores(of: scorer, in: opened)
      print("\(counted(count, "score")) of \(scorer.name) kept")
    }
    print("Next: rlhf label next \(displayed(store.folder)) --count 100")
  }

  private func keepScores(of scorer: CompletionScorer, in store: SQLiteStore) throws -> Int {
    let unscored = try store.read { try $0.unjudgedCompletions(withoutScoreOf: scorer.name) }
    var progress = Progress(total: unscored.count, unit: "completions", label: "scores")
    var keptCount = 0
    var doneCount = 0
    for part in unscored.chunked(by: batchSize * 8) {
      let scores = try scorer.scores(of: part.map(\.row))
      let now = Timestamp.now()
      let found = zip(part, scores).compactMap { completion, score in
        score.map {
          RewardScore(
            completionID: completion.id, rewardModel: scorer.name, score: $0, createdAt: now)
        }
      }
      try store.write { writer in for score in found { _ = try writer.insert(score) } }
      keptCount += found.count
      doneCount += part.count
      progress.advance(to: doneCount)
    }
    progress.finish()
    return keptCount
  }
}

extension FeedbackReader {
  /// The completions in use of prompts that nobody has finished judging, without those that a
  /// reward model has scored.
  fileprivate func unjudgedCompletions(
    withoutScoreOf name: String
  ) throws -> [(id: Identifier<StoredCompletion>, row: CompletionScorer.Row)] {
    let judged = Set(try all(LabelingTask.self).filter { $0.state != .open }.map(\.promptID))
    let scored = Set(
      try all(RewardScore.self).filter { $0.rewardModel == name }.map(\.completionID))
    return try all(StoredPrompt.self).filter { !judged.contains($0.id) }.flatMap { prompt in
      try completions(of: prompt.id)
        .filter { $0.withdrawnAt == nil && !scored.contains($0.id) }
        .map { ($0.id, CompletionScorer.Row(prompt: prompt.content, completion: $0.text)) }
    }
  }
}
