public import Torch

/// Returns the weight of each token: 1 up to the length that both completions of a pair have, then α.
///
/// Liu et al. 2024, LD-DPO (arXiv:2409.06411): what a completion says beyond the other's
/// length counts less, so that length by itself is not learned. With α = 1 this is DPO.
///
/// - Parameters:
///   - counts: Which tokens are of the completions, the chosen ones in the first half of the rows and
///     the rejected in the second. `[2 · pairs, time]`, bool
///   - alpha: α, in `0...1`.
/// - Returns: `[2 · pairs, time]`
public func lengthDesensitizedWeights(where counts: Tensor, alpha: Double) -> Tensor {
  precondition((0...1).contains(alpha), "α in 0...1: \(alpha)")
  let (rows, _) = counts.shape2
  precondition(rows % 2 == 0, "both halves of pairs: \(counts.shape)")
  let ordinals = counts.to(.float32).cumulativeSum(along: 1)  // 1 for a completion's first token
  let lengths = counts.to(.float32).sum(along: 1)
  let shared = minimum(
    lengths.slice(0..<rows / 2, along: 0), lengths.slice(rows / 2..<rows, along: 0))
  let limits = Tensor.concatenation(of: [shared, shared], along: 0).unsqueezed(1)
  let isShared = (ordinals .<= limits).to(.float32)
  return isShared + alpha * (1 - isShared)
}
