import Batches
import Datasets
import DemoWorld
import Evaluation
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
    let prompts = world.heldOutPrompts(count: settings.heldOutPromptCount)
    let replies = try sample(model, prompts, purpose: "evaluation")
    let rows = try zip(prompts, replies).map {
      try sequences.sequence(prompt: .text($0), completion: .text($1))
    }
    var rewards: [Double] = []
    var divergences: [Double] = []
    withoutGradients {
      for part in rows.chunked(by: 64) {
        let batch = SequenceBatch(part)
        rewards += reward.rewards(of: batch).floats.map(Double.init)
        let change =
          model.logProbabilities(of: batch).ofSequences
          - reference.logProbabilities(of: batch).ofSequences
        divergences += change.floats.map(Double.init)
      }
    }
    return DemoStanding(
      name: name, replies: replies,
      trueScores: zip(replies, prompts).map { Rubric.score($0, for: $1).total },
      rewards: rewards, divergences: divergences)
  }
}

extension [Double] {
  /// The arithmetic mean; zero of nothing.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
