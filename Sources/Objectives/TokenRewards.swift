public import Torch

/// Returns the reward of each token: a price for leaving the reference, and at the end the score.
///
///     rₜ = −β·KLₜ + [t is where the score is paid]·s
///
/// Ziegler et al. 2019 (arXiv:1909.08593), equation 2, spread over tokens as in their code; Ouyang
/// et al. 2022 (arXiv:2203.02155), equation 2 without its pretraining term.
///
/// - Parameters:
///   - scores: s, what the reward model says of each completion. `[batch]`
///   - kl: KLₜ, from `klEstimate(policy:reference:_:)`. `[batch, time]`
///   - klCoefficient: β, not negative.
///   - lastIndex: The place of each row's last token; every row has one. `[batch]`, int64
///   - placement: Where the score is paid.
///   - isCompletion: Which places hold a token of the completion; the others cost nothing.
///     `[batch, time]`, bool
/// - Returns: `[batch, time]`
public func tokenRewards(
  scores: Tensor, kl: Tensor, klCoefficient: Double, lastIndex: Tensor,
  placement: RewardPlacement = .lastToken, isCompletion: Tensor
) -> Tensor {
  let (batch, time) = kl.shape2
  precondition(
    scores.shape == [batch] && lastIndex.shape == [batch],
    "one score and last index per row of \(kl.shape): \(scores.shape), \(lastIndex.shape)")
  precondition(klCoefficient >= 0, "the KL coefficient is not negative: \(klCoefficient)")
  return withoutGradients {
    let penalties = -klCoefficient * counted(kl, isCompletion)
    let index = placement.scoreIndex(lastIndex: lastIndex, time: time).unsqueezed(-1)
    let paid = Tensor.zeros([batch, time], penalties.dtype, on: penalties.device)
      .scattered(scores.to(penalties.dtype).unsqueezed(-1), at: index, along: -1)
    return penalties + paid
  }
}

/// Takes `penalty` off the score of each completion that did not come to an end by itself.
///
/// Without it a policy can earn by never stopping. Huang et al. 2024 (arXiv:2403.17031) set
/// such scores to a constant; unlike the paper, the differences between completions stay.
///
/// - Parameters:
///   - scores: `[batch]`
///   - isFinished: Whether the completion ended by a stop, as recorded when it was sampled.
///     `[batch]`, bool
///   - penalty: Not negative.
/// - Returns: `[batch]`
public func penalizedScores(_ scores: Tensor, isFinished: Tensor, penalty: Double) -> Tensor {
  precondition(
    scores.shape == isFinished.shape, "rows: \(scores.shape), \(isFinished.shape)")
  precondition(penalty >= 0, "the penalty is not negative: \(penalty)")
  return scores - penalty * (!isFinished).to(scores.dtype)
}
