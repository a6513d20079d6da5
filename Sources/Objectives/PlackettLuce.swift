public import Torch

/// Returns the Plackett–Luce loss of each choice of some rankings, weighed.
///
///     ℓ = −w · log( exp r(y) / Σ exp r(y′) ),   y′ over y and all that were left when it was chosen
///
/// A ranking is a row of choices: the best of all, then the best of those left, and so on (Luce 1959;
/// Plackett 1975). Its probability is their product, so that it is learned as a whole, and not pair by
/// pair. A ranking of two is one choice: Bradley and Terry's. What was tied with the chosen one is left
/// as well, once for each that is tied, as in Breslow's likelihood (1974).
///
/// - Parameters:
///   - rewards: r of every completion once; gradients flow here. `[completions]`
///   - chosen: The index of what was chosen. `[choices]`, int64
///   - isLeft: Which completions were left, the chosen one among them. `[choices, completions]`, bool
///   - weights: w. `[choices]`
/// - Returns: In nats. `[choices]`
public func plackettLuceLoss(
  rewards: Tensor, chosen: Tensor, isLeft: Tensor, weights: Tensor
) -> Tensor {
  let (choices, completions) = isLeft.shape2
  precondition(
    rewards.shape == [completions] && chosen.shape == [choices] && weights.shape == [choices],
    "choices \(choices) of \(completions): rewards \(rewards.shape), chosen \(chosen.shape), "
      + "weights \(weights.shape)")
  let all = rewards.inFullPrecision.unsqueezed(0).expanded([choices, completions])
  let total = all.filled(with: -.infinity, unless: isLeft).logSumExp(along: -1)
  return weights * (total - rewards.inFullPrecision.rows(at: chosen))
}
