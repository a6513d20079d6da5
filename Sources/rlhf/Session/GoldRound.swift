import Batches
import Datasets
import Foundation
import Scoring
import Statistics

/// What one round on the gold set gave.
struct GoldRound {
  let step: Int
  let completionsPerPrompt: Int
  /// Those of one prompt side by side.
  let episodes: [Episode]
  /// What the reward that is learned from says of each; nil where that gives no scores.
  let rewards: [Double]?
  /// What the gold judge says of each; nil where nobody judges.
  let gold: [Double]?
  /// log π − log π₀ of each; nil without a reference.
  let divergences: [Double]?

  /// How many prompts of a round stand in the log of samples.
  private static let shownPromptCount = 16

  /// What the completions themselves tell; nothing of words where there are none.
  var metrics: [String: Double] {
    let lengths = episodes.map { Double($0.sequence.completion.count) }
    let distinct = distinctShare(ofRunsOf: 2, in: episodes.map { words(of: $0.completion) })
    var metrics = ["gold/length": mean(lengths)]
    metrics["gold/distinct_2"] = distinct.isFinite ? distinct : nil
    metrics["gold/reward"] = rewards.map(mean)
    metrics["gold/kl"] = divergences.map(mean)
    return metrics
  }

  /// The line of `gold.jsonl`; nil where nobody judges.
  var scores: Scores? {
    gold.map {
      Scores(
        step: step, scores: $0.chunked(by: completionsPerPrompt),
        rewards: rewards?.chunked(by: completionsPerPrompt))
    }
  }

  /// What people get to read of the round: a completion of each of the first prompts.
  var samples: [Sample] {
    episodes.indices.filter { $0 % completionsPerPrompt == 0 }.prefix(Self.shownPromptCount).map {
      Sample(
        step: step, prompt: PromptText(content: episodes[$0].prompt.content),
        completion: episodes[$0].completion, reward: rewards?[$0], gold: gold?[$0],
        kl: divergences?[$0], tokens: episodes[$0].sequence.completion.count,
        finished: episodes[$0].isFinished)
    }
  }

  /// A line of `samples.jsonl`.
  struct Sample: Encodable {
    let step: Int
    let prompt: PromptText
    let completion: String
    let reward: Double?
    let gold: Double?
    let kl: Double?
    let tokens: Int
    let finished: Bool
  }

  /// A line of `gold.jsonl`: what is thought of each completion of each prompt.
  struct Scores: Codable {
    let step: Int
    /// The gold judge's. `[prompts][completions]`
    let scores: [[Double]]
    /// Those that are learned from.
    let rewards: [[Double]]?
  }
}

/// What `best/gold.json` says of the model beside it.
struct GoldStanding: Codable {
  let step: Int
  let score: Double
  let lower: Double
  let upper: Double
  let reward: Double?
  let kl: Double?

  /// Takes from the metrics of a round what they say of its model; nil where nobody judged.
  init?(_ metrics: [String: Double], step: Int) {
    guard let score = metrics["gold/score"] else { return nil }
    self.step = step
    self.score = score
    lower = metrics["gold/score_lower"] ?? score
    upper = metrics["gold/score_upper"] ?? score
    reward = metrics["gold/reward"]
    kl = metrics["gold/kl"]
  }
}
