public import Batches
import Datasets
public import Models
public import Torch

/// How the scores of a completion's steps become one.
public enum StepRule: String, Codable, Sendable, CaseIterable {
  /// The probability that the least likely step is right.
  case minimum
  /// The probability that all steps are right, were they independent.
  case product
  /// The probability that the last step is right.
  case last
  /// The mean probability that a step is right.
  case mean
}

extension StepRule {
  /// Returns one number for the steps of a completion, from 0 to 1.
  ///
  /// - Parameter probabilities: That each step is right; at least one.
  public func score(_ probabilities: [Double]) -> Double {
    precondition(!probabilities.isEmpty, "no steps")
    switch self {
    case .minimum: return probabilities.min() ?? 0
    case .product: return probabilities.reduce(1, *)
    case .last: return probabilities[probabilities.count - 1]
    case .mean: return probabilities.reduce(0, +) / Double(probabilities.count)
    }
  }
}

/// A reward given by a model that judges each step of a completion.
///
/// The completion's text is parted at the separator, and its steps become ids as they did when the
/// model learned. Lightman et al. 2023 (arXiv:2305.20050) take the product over steps.
public struct StepReward: Reward {
  private let model: ScalarModel
  private let sequences: SequenceTokenizer
  private let separator: String
  private let rule: StepRule
  private let microBatchSize: Int
  private let precision: DType

  /// Wraps a reward model that was trained on steps.
  ///
  /// - Parameters:
  ///   - sequences: Of the model's own tokenizer.
  ///   - microBatchSize: How many completions one forward pass takes.
  /// - Precondition: The model's configuration says what ends a step.
  public init(
    _ model: ScalarModel, _ sequences: SequenceTokenizer, rule: StepRule = .minimum,
    microBatchSize: Int = 16, precision: DType = .float32
  ) {
    guard let separator = model.configuration.rewardHeads.stepSeparator else {
      preconditionFailure("the model does not judge steps")
    }
    self.model = model
    self.sequences = sequences
    self.separator = separator
    self.rule = rule
    self.microBatchSize = microBatchSize
    self.precision = precision
  }

  /// Judges the steps of each episode, and makes one number of them.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    let parted = try episodes.map { episode in
      let steps = steps(in: episode.completion)
      return try sequences.stepwise(
        StepwiseCompletion(
          prompt: episode.prompt.content, steps: steps, labels: steps.map { _ in true },
          source: episode.prompt.source), separator: separator)
    }
    return try parted.chunked(by: microBatchSize).flatMap { part in
      var scores = withoutGradients {
        model.scores(
          of: SequenceBatch(part.map(\.sequence), on: model.device), at: part.map(\.ends),
          precision: precision
        ).sigmoid().floats.map(Double.init)
      }[...]
      return try part.map { row in
        defer { scores = scores.dropFirst(row.ends.count) }
        let score = rule.score(Array(scores.prefix(row.ends.count)))
        guard score.isFinite else {
          throw RewardError.notFinite(source: "the reward model", index: 0, score: score)
        }
        return score
      }
    }
  }

  /// The parts of a text that are not empty; the whole text where all are.
  private func steps(in text: String) -> [String] {
    let (bytes, mark) = (Array(text.utf8), Array(separator.utf8))
    var parts: [[UInt8]] = [[]]
    var place = 0
    while place < bytes.count {
      if bytes[place...].starts(with: mark) {
        parts.append([])
        place += mark.count
      } else {
        parts[parts.count - 1].append(bytes[place])
        place += 1
      }
    }
    let steps = parts.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
    return steps.isEmpty ? [""] : steps
  }
}
