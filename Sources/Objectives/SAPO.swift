public import Torch

/// Returns the loss of each ratio behind a soft gate in place of a clip.
///
///     ℓ = −A·4/τ·σ(τ·(ρ − 1)),   τ = τ₊ where A > 0, else τ₋
///
/// Soft adaptive policy optimization, Gao et al. 2025 (arXiv:2511.20347). The slope by ρ is A at
/// ρ = 1 and falls off smoothly on both sides, faster where the advantage is negative.
///
/// - Parameters:
///   - ratios: ρ; gradients flow here. `[…]`
///   - advantages: A. `[…]`
///   - positiveTemperature: τ₊, positive.
///   - negativeTemperature: τ₋, positive.
/// - Returns: `[…]`
public func sapoLoss(
  ratios: Tensor, advantages: Tensor, positiveTemperature: Double = 1,
  negativeTemperature: Double = 1.05
) -> Tensor {
  precondition(
    positiveTemperature > 0 && negativeTemperature > 0,
    "temperatures are positive: \(positiveTemperature), \(negativeTemperature)")
  precondition(
    ratios.shape == advantages.shape,
    "one advantage per ratio: \(advantages.shape), ratios \(ratios.shape)")
  let advantages = advantages.detached().inFullPrecision
  func gate(_ temperature: Double) -> Tensor {
    4 / temperature * (temperature * (ratios - 1)).sigmoid()
  }
  let gates = gate(positiveTemperature).replaced(
    by: gate(negativeTemperature), unless: advantages .> 0)
  return -(advantages * gates)
}
