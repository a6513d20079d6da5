public import Torch

/// Returns how much better each completion did than the other completions of its prompt.
///
///     Aᵢ = rᵢ − 1/(k−1) · Σⱼ≠ᵢ rⱼ = k/(k−1) · (rᵢ − mean(r))
///
/// Kool et al. 2019; Ahmadian et al. 2024 (arXiv:2402.14740). As a completion's own
/// reward is not in its baseline, the gradient stays unbiased.
///
/// - Parameters:
///   - rewards: r, the completions of one prompt side by side. `[groups · size]`
///   - groupSize: k, at least 2.
/// - Returns: A, without gradients; exactly zero in a group of equal rewards. `[groups · size]`
public func leaveOneOutAdvantages(rewards: Tensor, groupSize: Int) -> Tensor {
  withoutGradients {
    let others = Double(groupSize) / Double(max(groupSize - 1, 1))
    return (centredInGroups(rewards, groupSize) * others).reshaped([-1])
  }
}
