public import Torch

/// Returns the loss of each token whose importance weight is clipped, not its gradient.
///
///     ℓₜ = −sg(min(ρₜ, c))·Aₜ·log π(yₜ)        (sg: no gradient)
///
/// CISPO, MiniMax 2025 (arXiv:2506.13585), §3.1, without a lower bound, as there in practice:
/// every token goes on learning, with a weight of at most c.
///
/// - Parameters:
///   - ratios: ρ. `[batch, time]`
///   - logProbabilities: log π; gradients flow here. `[batch, time]`
///   - advantages: A. `[batch, time]`
///   - maximumWeight: c, positive: 1 + εₕ in the paper. TRL's `epsilon_high` is c itself.
/// - Returns: `[batch, time]`
public func cispoLoss(
  ratios: Tensor, logProbabilities: Tensor, advantages: Tensor, maximumWeight: Double
) -> Tensor {
  precondition(maximumWeight > 0, "the largest weight is positive: \(maximumWeight)")
  precondition(
    ratios.shape == logProbabilities.shape && ratios.shape == advantages.shape,
    "the same tokens: \(ratios.shape), \(logProbabilities.shape), advantages \(advantages.shape)")
  let weights = ratios.detached().inFullPrecision.clamped(to: maximumWeight)
  return -(weights * advantages.detached().inFullPrecision * logProbabilities.inFullPrecision)
}
