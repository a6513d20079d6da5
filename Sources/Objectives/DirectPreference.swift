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

/// Returns the direct-preference loss of each pair.
///
///     ℓ = −(1 − ε)·log σ(β·h) − ε·log σ(−β·h)
///     h = [log π(y₊|x) − log π(y₋|x)] − [log π₀(y₊|x) − log π₀(y₋|x)]
///
/// With ε = 0 this is equation 7 of Rafailov et al. 2023 (arXiv:2305.18290); with ε it is the
/// conservative form of Mitchell 2023 (https://ericmitchell.ai/cdpo.pdf).
///
/// - Parameters:
///   - policy: Under the policy being trained; gradients flow here.
///   - reference: Under the frozen policy π₀.
///   - beta: β, the strength of the pull to the reference; positive.
///   - flipProbability: ε, the share of labels taken to be wrong; in `0..<0.5`.
/// - Returns: The loss of each pair, in nats. `[pairs]`
public func directPreferenceLoss(
  policy: PairLogProbabilities, reference: PairLogProbabilities,
  beta: Double, flipProbability: Double = 0
) -> Tensor {
  precondition(beta > 0, "beta is positive: \(beta)")
  precondition(
    (0..<0.5).contains(flipProbability), "flip probability in 0..<0.5: \(flipProbability)")
  precondition(
    policy.chosen.shape == reference.chosen.shape,
    "the same pairs: policy \(policy.chosen.shape), reference \(reference.chosen.shape)")
  let gains = policy.chosen.inFullPrecision - policy.rejected.inFullPrecision
  let referenceGains = reference.chosen.inFullPrecision - reference.rejected.inFullPrecision
  let preference = beta * (gains - referenceGains.detached())
  guard flipProbability > 0 else { return -preference.logSigmoid() }
  return
    -((1 - flipProbability) * preference.logSigmoid()
    + flipProbability * (-preference).logSigmoid())
}

/// The rewards that a policy trained on preferences stands for, up to a constant of the prompt.
///
///     r(x, y) = β · [log π(y|x) − log π₀(y|x)]
///
/// Rafailov et al. 2023 (arXiv:2305.18290), equation 5 without its partition function.
///
/// - Parameters:
///   - policy: Under the policy.
///   - reference: Under the frozen policy π₀.
///   - beta: β, the strength of the pull to the reference; positive.
/// - Returns: Of both completions, cut off from gradients. `[pairs]` each
public func implicitRewards(
  policy: PairLogProbabilities, reference: PairLogProbabilities, beta: Double
) -> (chosen: Tensor, rejected: Tensor) {
  withoutGradients {
    (
      beta * (policy.chosen.inFullPrecision - reference.chosen.inFullPrecision),
      beta * (policy.rejected.inFullPrecision - reference.rejected.inFullPrecision)
    )
  }
}
