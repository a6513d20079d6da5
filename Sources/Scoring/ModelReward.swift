import Batches
public import Models
public import Torch

/// A reward given by a trained reward model.
///
/// The model must share the policy's vocabulary: it reads the very ids that were sampled.
public struct ModelReward: Reward {
  private let model: ScalarModel
  private let microBatchSize: Int
  private let precision: DType

  /// Wraps a reward model.
  ///
  /// - Parameter microBatchSize: How many completions one forward pass takes.
  public init(_ model: ScalarModel, microBatchSize: Int = 16, precision: DType = .float32) {
    self.model = model
    self.microBatchSize = microBatchSize
    self.precision = precision
  }

  /// Reads the score at each episode's last token.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    let scores = withoutGradients {
      episodes.map(\.sequence).chunked(by: microBatchSize).flatMap { part in
        model.rewards(of: SequenceBatch(part, on: model.device), precision: precision).floats
      }
    }
    if let index = scores.firstIndex(where: { !$0.isFinite }) {
      throw RewardError.notFinite(
        source: "the reward model", index: index, score: Double(scores[index]))
    }
    return scores.map(Double.init)
  }
}
