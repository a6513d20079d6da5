import Batches
import Datasets
import DemoWorld
import Evaluation
import Foundation
import Models
import Scoring
import Statistics
import Torch

/// How a model does on prompts that no training saw, judged by the rubric that no training read.
struct DemoStanding {
  /// The model's name in tables.
  let name: String
  /// One reply for each held-out prompt.
  let replies: [String]
  /// The rubric's score of each.
  let trueScores: [Double]
  /// The reward model's score of each.
  let rewards: [Double]
  /// log π(y|x) − log π₀(y|x) of each reply, in nats: its mean estimates the KL to the SFT model.
  let divergences: [Double]

  /// The mean of the rubric's scores.
  var trueScore: Estimate { meanEstimate(of: trueScores) }

  /// The mean of the rewards.
  var reward: Double { rewards.mean }

  /// The KL to the SFT model per reply, in nats.
  var divergence: Double { divergences.mean }

  /// The mean number of words of a reply.
  var wordCount: Double { replies.map { Double(words(of: $0).count) }.mean }

  /// How often this model's reply is truly better than the other's to the same prompt.
  func winRate(over other: DemoStanding) -> Estimate {
    Statistics.winRate(
      of: zip(trueScores, other.trueScores).map { [Outcome($0, against: $1)] })
  }
}

extension DemoStages {
  /// Lets a model reply to every held-out prompt and measures the replies.
  func standing(
    of model: LanguageModel, named name: String, reward: ScalarModel, reference: LanguageModel
  ) throws -> DemoStanding {
    let prompts = heldOutPrompts
    let replies = try sample(model, prompts, purpose: "evaluation")
    let rows = try rows(of: replies, to: prompts)
    return DemoStanding(
      name: name, replies: replies, trueScores: trueScores(of: replies, to: prompts),
      rewards: rewards(of: rows, by: reward),
      divergences: model.divergences(of: rows, from: reference))
  }

  /// Lets a model reply to every held-out prompt several times, takes the reply with the highest
  /// reward, and measures those.
  ///
  /// The KL is the bound log n − (n − 1)/n, which is the KL itself where no two replies are equal;
  /// Beirami et al. 2024 (arXiv:2401.01879).
  func standingOfBest(
    of count: Int, from model: LanguageModel, named name: String, reward: ScalarModel
  ) throws -> DemoStanding {
    let prompts = heldOutPrompts
    let repeated = prompts.flatMap { Array(repeating: $0, count: count) }
    let replies = try sample(model, repeated, purpose: "evaluation")
    let rewards = rewards(of: try rows(of: replies, to: repeated), by: reward)
    let best = prompts.indices.map { prompt in
      (prompt * count..<(prompt + 1) * count).max { rewards[$0] < rewards[$1] } ?? 0
    }
    let chosen = best.map { replies[$0] }
    let bound = log(Double(count)) - Double(count - 1) / Double(count)
    return DemoStanding(
      name: name, replies: chosen, trueScores: trueScores(of: chosen, to: prompts),
      rewards: best.map { rewards[$0] }, divergences: [bound])
  }

  private var heldOutPrompts: [String] {
    world.heldOutPrompts(count: settings.heldOutPromptCount)
  }

  private func rows(of replies: [String], to prompts: [String]) throws -> [TokenizedSequence] {
    try zip(prompts, replies).map {
      try sequences.sequence(prompt: .text($0), completion: .text($1))
    }
  }

  private func trueScores(of replies: [String], to prompts: [String]) -> [Double] {
    zip(replies, prompts).map { Rubric.score($0, for: $1).total }
  }

  private func rewards(of rows: [TokenizedSequence], by reward: ScalarModel) -> [Double] {
    withoutGradients {
      rows.chunked(by: 64).flatMap { reward.rewards(of: SequenceBatch($0)).floats.map(Double.init) }
    }
  }
}

extension [Double] {
  /// The arithmetic mean; zero of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
