public import Torch

/// Returns how likely the policy itself would write each completion, at most 1.
///
///     w = exp( mean over tokens of [log π(yₜ) − log Σᵥ π(v)²] )
///
/// Zhou et al. 2024, WPO (arXiv:2406.11827), as TRL has it: pairs that
/// the policy would not write count less, as if they had been sampled from it. A pair's loss is
/// multiplied by both weights.
///
/// - Parameters:
///   - logProbabilities: log π of each token. `[rows, time]`
///   - logCollisions: log Σᵥ π(v)², the log of the probability that two draws agree. `[rows, time]`
///   - counts: Which tokens are of the completions. `[rows, time]`, bool
/// - Returns: w, cut off from gradients. `[rows]`
public func policyWeights(
  logProbabilities: Tensor, logCollisions: Tensor, where counts: Tensor
) -> Tensor {
  withoutGradients {
    let lengths = counts.to(.float32).sum(along: 1).clamped(from: 1.0)
    return (rowSums(of: logProbabilities - logCollisions, where: counts) / lengths).exp()
  }
}
