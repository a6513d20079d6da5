public import Torch

/// Returns the log of how much better the odds of the chosen completion are.
///
///     log [p₊ / (1 − p₊)] − log [p₋ / (1 − p₋)],   p = the geometric mean of the tokens' probabilities
///
/// Hong et al. 2024, ORPO (arXiv:2403.07691).
///
/// - Parameters:
///   - chosen: log p₊, the mean over tokens, below 0; gradients flow here. `[pairs]`
///   - rejected: log p₋, likewise. `[pairs]`
/// - Returns: `[pairs]`
public func logOddsRatio(chosen: Tensor, rejected: Tensor) -> Tensor {
  logOdds(chosen) - logOdds(rejected)
}

/// log p − log(1 − p); in double precision, for 1 − p loses all digits of a likely completion.
private func logOdds(_ logProbabilities: Tensor) -> Tensor {
  let log = logProbabilities.to(.float64)
  let odds = log - (1 - log.clamped(to: -1e-9).exp()).log()
  return odds.to(logProbabilities.inFullPrecision.dtype)
}
