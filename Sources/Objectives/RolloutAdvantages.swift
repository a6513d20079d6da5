public import Torch

/// Returns what a completion's tokens cost from each one on.
///
///     Cₜ = Σₛ cₛ   over s ≥ t
///
/// A token is not to blame for what came before it.
///
/// - Parameters:
///   - costs: c. `[batch, time]`
///   - counts: Which of them count. `[batch, time]`, bool
/// - Returns: C, without gradients, zero where nothing counts. `[batch, time]`
public func costsToGo(_ costs: Tensor, where counts: Tensor) -> Tensor {
  withoutGradients {
    counted(costs, counts).flipped(along: 1).cumulativeSum(along: 1).flipped(along: 1)
      .filled(with: 0, unless: counts)
  }
}

/// Returns advantages with mean 0 and variance 1 over all tokens of a rollout.
///
///     Aₜ' = (Aₜ − mean(A)) / √(variance(A) + 10⁻⁸)
///
/// REINFORCE++, Hu et al. 2025 (arXiv:2501.03262), whose “global advantage normalization” this is.
/// Advantages that are all equal become exactly zero, as in
/// `groupRelativeAdvantages(rewards:groupSize:scale:)`.
///
/// - Parameters:
///   - advantages: A. `[batch, time]`
///   - counts: Which of them count. `[batch, time]`, bool
/// - Returns: Without gradients, zero where nothing counts. `[batch, time]`
public func rolloutNormalizedAdvantages(_ advantages: Tensor, where counts: Tensor) -> Tensor {
  withoutGradients {
    let kept = counted(advantages, counts)
    // From the greatest on: the mean of equal numbers may round to another; that of zeros does not.
    let greatest = advantages.inFullPrecision.filled(with: -Double.infinity, unless: counts).max()
    return whitened((kept - greatest).filled(with: 0, unless: counts), where: counts)
  }
}

/// Returns how much better each completion did than the likeliest one of its prompt.
///
///     Aᵢ = rᵢ − r(greedy)
///
/// ReMax, Li et al. 2023 (arXiv:2310.10505): no other completion is needed to say what was to be
/// expected, and no critic.
///
/// - Parameters:
///   - rewards: r, the completions of one prompt side by side. `[groups · size]`
///   - greedyRewards: What the greedy completion of each prompt earns. `[groups]`
/// - Returns: A, without gradients. `[groups · size]`
public func greedyBaselineAdvantages(rewards: Tensor, greedyRewards: Tensor) -> Tensor {
  let (count, groups) = (rewards.shape1, greedyRewards.shape1)
  precondition(
    groups > 0 && count % groups == 0, "groups are whole: \(count) rewards of \(groups) prompts")
  return withoutGradients {
    (rewards.inFullPrecision.reshaped([groups, -1]) - greedyRewards.inFullPrecision.unsqueezed(1))
      .reshaped([-1])
  }
}

/// Returns advantages of several rewards, each scaled in its groups before they are weighed.
///
///     zⱼᵢ = (rⱼᵢ − mean(rⱼ)) / (std(rⱼ) + 10⁻⁴)     for each reward j, over a group
///     Sᵢ  = Σⱼ wⱼ·zⱼᵢ
///     Aᵢ  = (Sᵢ − mean(S)) / (std(S) + 10⁻⁴)        over the rollout
///
/// GDPO, Liu et al. 2026 (arXiv:2601.05242), with TRL's 10⁻⁴. Rewards that are added up first lose
/// differences: (0, 2) and (2, 0) come to the same. A reward that is not a number is left out, of its
/// group's mean and deviation and of the sum.
///
/// - Parameters:
///   - rewards: r of each kind, the completions of one prompt side by side, NaN where nothing is said
///     of one. `[groups · size]` each
///   - weights: w, one for each kind.
///   - groupSize: The completions of each prompt, at least 2.
/// - Returns: A, without gradients. `[groups · size]`
public func decoupledGroupAdvantages(
  rewards: [Tensor], weights: [Double], groupSize: Int
) -> Tensor {
  precondition(
    !rewards.isEmpty && rewards.count == weights.count,
    "one weight per kind of reward: \(rewards.count), \(weights.count) weights")
  return withoutGradients {
    var sum = Tensor.zeros(rewards[0].shape, rewards[0].dtype, on: rewards[0].device)
      .inFullPrecision
    for (reward, weight) in zip(rewards, weights) {
      sum = sum + weight * scaledWhereGiven(reward, groupSize)
    }
    return groupRelativeAdvantages(rewards: sum, groupSize: sum.shape1, scale: .group)
  }
}

/// Rewards scaled in their groups as in `groupRelativeAdvantages`, zero where there is none.
private func scaledWhereGiven(_ rewards: Tensor, _ groupSize: Int) -> Tensor {
  let count = rewards.shape1
  precondition(
    groupSize > 1 && count % groupSize == 0,
    "groups are whole: \(count) rewards in groups of \(groupSize)")
  let groups = rewards.inFullPrecision.reshaped([count / groupSize, groupSize])
  let isGiven = groups .== groups  // NaN is equal to nothing
  func total(_ values: Tensor) -> Tensor { values.sum(along: 1, keepingDimension: true) }
  let counts = total(isGiven.to(groups.dtype))
  // From the greatest on: the mean of equal numbers may round to another; that of zeros does not.
  let greatest = groups.filled(with: -Double.infinity, unless: isGiven)
    .max(along: 1, keepingDimension: true)
  let shifted = (groups - greatest).filled(with: 0, unless: isGiven)
  let centred = (shifted - total(shifted) / counts.clamped(from: 1))
    .filled(with: 0, unless: isGiven)
  let deviation = (total(centred.squared()) / (counts - 1).clamped(from: 1)).squareRoot()
  return (centred / (deviation + 1e-4)).reshaped([-1])
}
