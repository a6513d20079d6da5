public import Torch

/// Returns the clipped surrogate loss at each place, for a range that need not be symmetric.
///
///     ℓ = max(−A·min(ρ, δ), −A·clip(ρ, 1 − ε, 1 + εₕ))
///
/// Schulman et al. 2017 (arXiv:1707.06347), equation 7 with its sign changed. εₕ > ε is the
/// “clip-higher” of Yu et al. 2025 (arXiv:2503.14476), equation 10; δ the second clip of Ye et al.
/// 2020 (arXiv:1912.09729): without it a token with A < 0 that has become likely costs
/// without bound.
///
/// - Parameters:
///   - ratios: ρ; gradients flow here. `[…]`
///   - advantages: A. `[…]`
///   - range: 1 − ε to 1 + εₕ, around 1.
///   - cap: δ, above the range; nil for none.
/// - Returns: `[…]`
public func clippedSurrogateLoss(
  ratios: Tensor, advantages: Tensor, range: ClosedRange<Double>, cap: Double? = nil
) -> Tensor {
  let (plain, clipped) = surrogateLosses(ratios, advantages, range, cap)
  return maximum(plain, clipped)
}

/// On which side of its range the clip decides the loss of a ratio, so that no gradient flows.
///
/// - Parameters:
///   - ratios: ρ. `[…]`
///   - advantages: A. `[…]`
///   - range: 1 − ε to 1 + εₕ.
/// - Returns: Whether ρ is below with A < 0, and whether it is above with A > 0. `[…]` each, bool
public func isRatioClipped(
  ratios: Tensor, advantages: Tensor, range: ClosedRange<Double>
) -> (low: Tensor, high: Tensor) {
  withoutGradients {
    let (low, high) = (ratios .< range.lowerBound, ratios .> range.upperBound)
    return (low .&& (advantages .< 0), high .&& (advantages .> 0))
  }
}

/// Whether the cap decides the loss of a ratio, so that no gradient flows.
///
/// - Parameters:
///   - ratios: ρ. `[…]`
///   - advantages: A. `[…]`
///   - cap: δ.
/// - Returns: Whether ρ is above δ with A < 0. `[…]`, bool
public func isRatioCapped(ratios: Tensor, advantages: Tensor, cap: Double) -> Tensor {
  withoutGradients { (ratios .> cap) .&& (advantages .< 0) }
}

private func surrogateLosses(
  _ ratios: Tensor, _ advantages: Tensor, _ range: ClosedRange<Double>, _ cap: Double?
) -> (plain: Tensor, clipped: Tensor) {
  precondition(
    range.lowerBound < 1 && range.upperBound > 1, "the range of ratios is around 1: \(range)")
  precondition(
    advantages.shape == ratios.shape,
    "one advantage per ratio: \(advantages.shape), ratios \(ratios.shape)")
  let losses = -advantages.detached().inFullPrecision
  var plain = ratios
  if let cap {
    precondition(cap > range.upperBound, "the cap is above the range \(range): \(cap)")
    plain = ratios.clamped(to: cap)
  }
  return (
    losses * plain, losses * ratios.clamped(from: range.lowerBound, to: range.upperBound)
  )
}
