public import Torch

/// Returns Pearson's correlation of two quantities over a batch; 0 where one of them is constant.
///
///     ρ = Σ (a − ā)·(b − b̄) / √(Σ (a − ā)² · Σ (b − b̄)²)
///
/// - Parameters:
///   - first: a; gradients flow here. `[rows]`
///   - second: b; gradients flow here. `[rows]`
/// - Returns: From −1 to 1. `[]`
public func correlation(_ first: Tensor, _ second: Tensor) -> Tensor {
  precondition(
    first.shape == second.shape && first.shape.count == 1,
    "one value of each: \(first.shape), \(second.shape)")
  let a = first.inFullPrecision - first.inFullPrecision.mean()
  let b = second.inFullPrecision - second.inFullPrecision.mean()
  let scale = (a.squared().sum() * b.squared().sum()).clamped(from: 1e-24)
  return (a * b).sum() * scale.reciprocalSquareRoot()
}

/// Returns how far two heads are from having told quality and length apart.
///
///     ℓ = |ρ(r_quality, length)| + 1 − ρ(r_length, length)
///
/// The term L_L of ODIN, Chen et al. 2024 (arXiv:2402.07319): one head is to know nothing of the length
/// and the other to follow it, over the texts of a whole batch. The 1, as in the authors' code, makes
/// the least value 0.
///
/// - Parameters:
///   - qualityRewards: Gradients flow here. `[completions]`
///   - lengthRewards: Gradients flow here. `[completions]`
///   - lengths: Tokens of each completion. `[completions]`
/// - Returns: From 0 to 3. `[]`
public func lengthEntanglement(
  qualityRewards: Tensor, lengthRewards: Tensor, lengths: Tensor
) -> Tensor {
  correlation(qualityRewards, lengths).absolute() + (1 - correlation(lengthRewards, lengths))
}

/// Returns how much the weights of two heads point the same way.
///
///     ℓ = |w₁·w₂| / (‖w₁‖·‖w₂‖)
///
/// The term L_O of ODIN, Chen et al. 2024 (arXiv:2402.07319). By the lengths of the weights it is
/// divided so that it cannot be made small by making them small.
///
/// - Parameters:
///   - first: w₁; gradients flow here. `[width]`
///   - second: w₂; gradients flow here. `[width]`
/// - Returns: From 0 to 1. `[]`
public func headOverlap(_ first: Tensor, _ second: Tensor) -> Tensor {
  precondition(first.shape == second.shape, "heads: \(first.shape), \(second.shape)")
  let (a, b) = (first.inFullPrecision, second.inFullPrecision)
  let scale = (a.squared().sum() * b.squared().sum()).clamped(from: 1e-24)
  return (a * b).sum().absolute() * scale.reciprocalSquareRoot()
}
