public import Torch

/// Returns the Bradley–Terry loss of each pair that people compared.
///
///     ℓ = −log σ(r(x, y₊) − r(x, y₋) − m)
///
/// Without a margin this is equation 1 of Ouyang et al. 2022 (arXiv:2203.02155) for one pair; the
/// margin m is equation 2 of Touvron et al. 2023 (arXiv:2307.09288).
///
/// - Parameters:
///   - chosenRewards: r of the preferred completion; gradients flow here. `[pairs]`
///   - rejectedRewards: r of the other; gradients flow here. `[pairs]`
///   - margins: m, by how much the preferred one should win; zero when nil. `[pairs]`
/// - Returns: In nats. `[pairs]`
public func pairwisePreferenceLoss(
  chosenRewards: Tensor, rejectedRewards: Tensor, margins: Tensor? = nil
) -> Tensor {
  let count = chosenRewards.shape1
  precondition(
    rejectedRewards.shape == [count] && margins.map { $0.shape == [count] } ?? true,
    "pairs: \(chosenRewards.shape), \(rejectedRewards.shape), \(margins?.shape ?? [count])")
  var differences = chosenRewards.inFullPrecision - rejectedRewards.inFullPrecision
  if let margins { differences = differences - margins }
  return -differences.logSigmoid()
}

/// Returns the Bradley–Terry loss of every pair of some rankings, weighed.
///
///     ℓ = −w · log σ(r(y_winner) − r(y_loser) − m)
///
/// With w = 1 / (pairs of the ranking) the sum is that of each ranking's mean: equation 1 of Ouyang
/// et al. 2022 (arXiv:2203.02155), where all K·(K − 1)/2 pairs of a ranking share one forward pass
/// and one place in the batch. The caller divides by the number of rankings in the window.
///
/// - Parameters:
///   - rewards: r of every completion once; gradients flow here. `[completions]`
///   - pairs: The indices of the preferred and of the other completion. `[pairs]` each, int64
///   - weights: w. `[pairs]`
///   - margins: m, by how much the preferred one should win; zero when nil. `[pairs]`
/// - Returns: In nats. `[pairs]`
public func bradleyTerryLoss(
  rewards: Tensor, pairs: (winners: Tensor, losers: Tensor), weights: Tensor,
  margins: Tensor? = nil
) -> Tensor {
  weights
    * pairwisePreferenceLoss(
      chosenRewards: rewards.rows(at: pairs.winners),
      rejectedRewards: rewards.rows(at: pairs.losers), margins: margins)
}

/// Returns how far each pair's rewards are from being centred on zero.
///
///     ℓ = (r(x, y₊) + r(x, y₋))²
///
/// Bradley–Terry leaves the zero of the rewards open; a small multiple of this pins it down
/// (Eisenstein et al. 2023, arXiv:2312.09244).
///
/// - Parameters:
///   - chosenRewards: r of the preferred completion; gradients flow here. `[pairs]`
///   - rejectedRewards: r of the other; gradients flow here. `[pairs]`
/// - Returns: `[pairs]`
public func centeringPenalty(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  precondition(
    chosenRewards.shape == rejectedRewards.shape,
    "pairs: \(chosenRewards.shape), \(rejectedRewards.shape)")
  return (chosenRewards.inFullPrecision + rejectedRewards.inFullPrecision).squared()
}

/// Whether each pair is ranked as people ranked it; equal rewards are not.
///
/// - Parameters:
///   - chosenRewards: `[pairs]`
///   - rejectedRewards: `[pairs]`
/// - Returns: `[pairs]`, bool
public func isRankedCorrectly(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  precondition(
    chosenRewards.shape == rejectedRewards.shape,
    "pairs: \(chosenRewards.shape), \(rejectedRewards.shape)")
  return chosenRewards.detached() .> rejectedRewards.detached()
}
