public import Torch

/// The cross-entropy of the tokens that count, added up.
///
///     ℓ = Σₜ −log π(yₜ | x, y₍<t₎)
///
/// The caller divides by the number of tokens that count in the whole optimizer window, so that a
/// step does not depend on how its batch was split.
///
/// - Parameters:
///   - logProbabilities: `[…]`
///   - counts: Which tokens count; all of them when nil. `[…]`, bool
/// - Returns: In nats. `[]`
public func crossEntropySum(of logProbabilities: Tensor, where counts: Tensor? = nil) -> Tensor {
  guard let counts else { return -logProbabilities.inFullPrecision.sum() }
  return -sum(of: logProbabilities, where: counts)
}
