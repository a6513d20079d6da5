public import Torch

/// By what the advantages of a group are divided.
public enum AdvantageScale: String, Sendable, Codable, CaseIterable {
  /// The standard deviation of the group's own rewards, as in GRPO.
  case group
  /// The standard deviation of all rewards.
  case batch
  /// Nothing, as in Dr. GRPO: prompts on which all do alike well weigh no more than others.
  case none
}

/// Returns how much better each completion did than the completions of its prompt on average.
///
///     Aᵢ = (rᵢ − mean(r)) / (std(r) + 10⁻⁴)
///
/// Shao et al. 2024 (arXiv:2402.03300), §4.1.2, with TRL's 10⁻⁴. The standard deviation is the
/// unbiased one. Without a scale it is Liu et al. 2025 (arXiv:2503.20783), §3.2.
///
/// A group of equal rewards has advantages of exactly zero, whatever the rewards are: rounding does
/// not become a gradient, which Adam would then scale up to a whole step.
///
/// - Parameters:
///   - rewards: r, the completions of one prompt side by side. `[groups · size]`
///   - groupSize: The completions of each prompt, at least 2.
///   - scale: What they are divided by.
/// - Returns: A, without gradients. `[groups · size]`
public func groupRelativeAdvantages(
  rewards: Tensor, groupSize: Int, scale: AdvantageScale = .group
) -> Tensor {
  withoutGradients {
    let differences = centredInGroups(rewards, groupSize)  // [groups, size]
    let divisor: Tensor
    switch scale {
    case .none: return differences.reshaped([-1])
    case .group: divisor = standardDeviation(of: differences, along: 1)
    case .batch:
      // From the first reward on: a constant changes no deviation, and costs no digits.
      let all = rewards.inFullPrecision
      divisor = standardDeviation(
        of: centred(all - all.slice(0..<1, along: 0), along: 0), along: 0)
    }
    return (differences / (divisor + 1e-4)).reshaped([-1])
  }
}

/// Rewards less the mean of their group, exactly zero where those of a group are equal.
///
/// - Returns: `[groups, size]`
func centredInGroups(_ rewards: Tensor, _ groupSize: Int) -> Tensor {
  let count = rewards.shape1
  precondition(groupSize > 1, "a group has at least 2 completions: \(groupSize)")
  precondition(
    count % groupSize == 0, "groups are whole: \(count) rewards in groups of \(groupSize)")
  let groups = rewards.inFullPrecision.reshaped([count / groupSize, groupSize])
  // The mean of equal numbers may round to another; that of zeros does not.
  return centred(groups - groups.slice(0..<1, along: 1), along: 1)
}

private func centred(_ values: Tensor, along dimension: Int) -> Tensor {
  values - values.mean(along: dimension, keepingDimension: true)
}

/// The unbiased standard deviation of values whose mean is zero.
private func standardDeviation(of centred: Tensor, along dimension: Int) -> Tensor {
  let degrees = max(centred.shape[dimension] - 1, 1)
  let sum = centred.squared().sum(along: dimension, keepingDimension: true)
  return (sum / Double(degrees)).squareRoot()
}
