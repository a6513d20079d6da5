public import Torch

/// Returns by how much the chosen side leads, quantile by quantile of the whole batch.
///
/// Melnyk et al. 2024, AOT (arXiv:2406.05882), section 3: the distribution of one side is to dominate that of
/// the other, whichever completions belong together. In one dimension the optimal transport is sorting.
///
/// The result depends on which pairs are in the batch, so a batch must not be split.
///
/// - Parameters:
///   - upper: What should be larger. `[pairs]`
///   - lower: What should be smaller. `[pairs]`
/// - Returns: Differences of equal ranks. `[pairs]`
public func sortedDifferences(_ upper: Tensor, _ lower: Tensor) -> Tensor {
  upper.sorted().values - lower.sorted().values
}
