import Foundation
public import Torch

/// Returns the loss of each token behind a soft gate of its whole completion's ratio.
///
///     ℓₜ = −sg(φ(w))·A·log π(yₜ)        (sg: no gradient)
///     w  = exp(Σₜ log(π(yₜ) / π_old(yₜ)))
///     φ(w) = w^k·exp(λ·(1 − w)),   (k, λ) = (2, 3) where A ≥ 0, else (3, 2)
///
/// VESPO, arXiv:2602.10693, with the constants and limits of TRL 1.16: log w is held in
/// log 10⁻⁸…20. φ is 1 at w = 1 and falls on both sides at last, so that no completion counts
/// without bound and none is cut off at a line.
///
/// - Parameters:
///   - logProbabilities: log π; gradients flow here. `[batch, time]`
///   - oldLogProbabilities: log π_old, of when the tokens were sampled. `[batch, time]`
///   - advantages: A, one value over each row. `[batch, time]`
///   - counts: Which places hold a token that counts. `[batch, time]`, bool
/// - Returns: `[batch, time]`
public func vespoLoss(
  logProbabilities: Tensor, oldLogProbabilities: Tensor, advantages: Tensor, where counts: Tensor
) -> Tensor {
  precondition(
    advantages.shape == logProbabilities.shape,
    "one advantage per token: \(advantages.shape), tokens \(logProbabilities.shape)")
  let advantages = advantages.detached().inFullPrecision
  let gates = withoutGradients {
    let logRatios = logRatios(
      logProbabilities: logProbabilities, oldLogProbabilities: oldLogProbabilities)
    let sums = rowSums(of: logRatios.clamped(from: -20, to: 20), where: counts).unsqueezed(1)
    let logWeight = sums.clamped(from: log(1e-8), to: 20).expanded(logRatios.shape)
    func gate(_ power: Double, _ decay: Double) -> Tensor {
      (decay + power * logWeight - decay * logWeight.exp()).exp()
    }
    return gate(2, 3).replaced(by: gate(3, 2), unless: advantages .>= 0)
  }
  return -(gates * advantages * logProbabilities.inFullPrecision)
}
