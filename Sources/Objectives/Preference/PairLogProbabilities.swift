public import Torch

/// The log probabilities of both completions of each pair, summed over their tokens.
public struct PairLogProbabilities {
  /// log π(y₊|x). `[pairs]`
  public let chosen: Tensor
  /// log π(y₋|x). `[pairs]`
  public let rejected: Tensor

  /// Groups the two.
  ///
  /// - Parameters:
  ///   - chosen: `[pairs]`
  ///   - rejected: `[pairs]`
  public init(chosen: Tensor, rejected: Tensor) {
    precondition(
      chosen.shape1 == rejected.shape1, "pairs: \(chosen.shape), \(rejected.shape)")
    self.chosen = chosen
    self.rejected = rejected
  }
}
