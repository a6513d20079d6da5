public import Torch

/// What an objective of direct preference knows of some pairs.
public struct PreferencePairs {
  /// log π of both completions; gradients flow here.
  public let policy: PairLogProbabilities
  /// log π₀ of both completions, cut off from gradients; nil for an objective without a reference.
  public let reference: PairLogProbabilities?
  /// The tokens of each chosen completion, positive. `[pairs]`
  public let chosenLengths: Tensor
  /// The tokens of each rejected completion, positive. `[pairs]`
  public let rejectedLengths: Tensor

  /// Groups them.
  ///
  /// - Parameters:
  ///   - chosenLengths: `[pairs]`
  ///   - rejectedLengths: `[pairs]`
  public init(
    policy: PairLogProbabilities, reference: PairLogProbabilities?,
    lengths: (chosen: Tensor, rejected: Tensor)
  ) {
    let shape = policy.chosen.shape
    precondition(
      reference.map { $0.chosen.shape == shape } ?? true && lengths.chosen.shape == shape
        && lengths.rejected.shape == shape,
      "the same pairs: policy \(shape), reference \(reference?.chosen.shape ?? shape), lengths "
        + "\(lengths.chosen.shape), \(lengths.rejected.shape)")
    self.policy = policy
    self.reference = reference
    (chosenLengths, rejectedLengths) = lengths
  }

  /// The rewards that the policy stands for, up to a constant of the prompt: β·a and β·b.
  ///
  ///     r(x, y) = β · [log π(y|x) − log π₀(y|x)]
  ///
  /// Rafailov et al. 2023 (arXiv:2305.18290), equation 5 without its partition function.
  ///
  /// - Parameter beta: β, positive.
  /// - Returns: Of both completions, cut off from gradients. `[pairs]` each
  public func rewards(beta: Double) -> (chosen: Tensor, rejected: Tensor) {
    withoutGradients { (beta * chosenLogRatios, beta * rejectedLogRatios) }
  }

  /// a = log π(y₊|x) − log π₀(y₊|x); log π(y₊|x) without a reference. `[pairs]`
  var chosenLogRatios: Tensor { logRatios(policy.chosen, reference?.chosen) }

  /// b = log π(y₋|x) − log π₀(y₋|x); log π(y₋|x) without a reference. `[pairs]`
  var rejectedLogRatios: Tensor { logRatios(policy.rejected, reference?.rejected) }

  private func logRatios(_ policy: Tensor, _ reference: Tensor?) -> Tensor {
    guard let reference else { return policy.inFullPrecision }
    return policy.inFullPrecision - reference.inFullPrecision.detached()
  }
}
