public import Torch

/// Returns the clipped surrogate loss of each token.
///
///     ℓₜ = max(−Aₜ·ρₜ, −Aₜ·clip(ρₜ, 1 − ε, 1 + ε)),   ρₜ = π(yₜ) / π_old(yₜ)
///
/// Schulman et al. 2017 (arXiv:1707.06347), equation 7 with its sign changed.
///
/// - Parameters:
///   - logProbabilities: log π; gradients flow here. `[batch, time]`
///   - oldLogProbabilities: log π_old, of when the tokens were sampled. `[batch, time]`
///   - advantages: A. `[batch, time]`
///   - clipRange: ε, positive.
/// - Returns: `[batch, time]`
public func clippedPolicyLoss(
  logProbabilities: Tensor, oldLogProbabilities: Tensor, advantages: Tensor, clipRange: Double
) -> Tensor {
  let (plain, clipped) = policyLosses(
    logProbabilities, oldLogProbabilities, advantages, clipRange)
  return maximum(plain, clipped)
}

/// Whether the clip decides the loss of a token, so that no gradient flows through it.
///
/// - Parameters:
///   - logProbabilities: log π. `[batch, time]`
///   - oldLogProbabilities: log π_old. `[batch, time]`
///   - advantages: A. `[batch, time]`
///   - clipRange: ε, positive.
/// - Returns: `[batch, time]`, bool
public func isPolicyClipped(
  logProbabilities: Tensor, oldLogProbabilities: Tensor, advantages: Tensor, clipRange: Double
) -> Tensor {
  withoutGradients {
    let (plain, clipped) = policyLosses(
      logProbabilities, oldLogProbabilities, advantages, clipRange)
    return clipped .> plain
  }
}

/// How much likelier each token has become since it was sampled.
///
/// - Parameters:
///   - logProbabilities: log π; gradients flow here. `[batch, time]`
///   - oldLogProbabilities: log π_old. `[batch, time]`
/// - Returns: ρ = π / π_old. `[batch, time]`
public func probabilityRatios(logProbabilities: Tensor, oldLogProbabilities: Tensor) -> Tensor {
  logRatios(logProbabilities: logProbabilities, oldLogProbabilities: oldLogProbabilities).exp()
}

private func policyLosses(
  _ logProbabilities: Tensor, _ oldLogProbabilities: Tensor, _ advantages: Tensor,
  _ clipRange: Double
) -> (plain: Tensor, clipped: Tensor) {
  precondition(clipRange > 0, "the clip range is positive: \(clipRange)")
  let ratios = probabilityRatios(
    logProbabilities: logProbabilities, oldLogProbabilities: oldLogProbabilities)
  return surrogateLosses(ratios, advantages, 1 - clipRange...1 + clipRange)
}
