public import Torch

/// Of what the probabilities are compared, before and after an update.
public enum RatioLevel: String, Sendable, Codable, CaseIterable {
  /// Each token, as in PPO and GRPO.
  case token
  /// The completion, brought to the scale of one token: the geometric mean of its tokens' ratios,
  /// as in GSPO.
  case sequenceMean
  /// The whole completion: the product of its tokens' ratios, as in RLOO.
  case sequenceSum
}

/// How much likelier each token, or its completion, has become since it was sampled.
///
///     token:         ρₜ = π(yₜ) / π_old(yₜ)
///     sequenceMean:  ρ  = exp(1/|y| · Σₜ log(π(yₜ) / π_old(yₜ)))
///     sequenceSum:   ρ  = exp(Σₜ log(π(yₜ) / π_old(yₜ)))
///
/// Shao et al. 2024 (arXiv:2402.03300), equation 3; Zheng et al. 2025 (arXiv:2507.18071), equation
/// 7; Ahmadian et al. 2024 (arXiv:2402.14740), which takes a completion as one action.
///
/// - Parameters:
///   - logProbabilities: log π; gradients flow here. `[batch, time]`
///   - oldLogProbabilities: log π_old, of when the tokens were sampled. `[batch, time]`
///   - counts: Which places hold a token that counts. `[batch, time]`, bool
///   - level: Of what.
/// - Returns: ρ at each place, the same over a whole row above the level of tokens.
///   `[batch, time]`
public func importanceRatios(
  logProbabilities: Tensor, oldLogProbabilities: Tensor, where counts: Tensor,
  level: RatioLevel = .token
) -> Tensor {
  let logRatios = counted(
    logRatios(logProbabilities: logProbabilities, oldLogProbabilities: oldLogProbabilities),
    counts)
  switch level {
  case .token: return logRatios.exp()
  case .sequenceMean:
    let lengths = counts.sum(along: 1, keepingDimension: true).to(logRatios.dtype).clamped(from: 1)
    return (logRatios.sum(along: 1, keepingDimension: true) / lengths).exp()
      .expanded(logRatios.shape)
  case .sequenceSum:
    return logRatios.sum(along: 1, keepingDimension: true).exp().expanded(logRatios.shape)
  }
}

/// log π − log π_old, in full precision. `[…]`
func logRatios(logProbabilities: Tensor, oldLogProbabilities: Tensor) -> Tensor {
  precondition(
    logProbabilities.shape == oldLogProbabilities.shape,
    "the same tokens: \(logProbabilities.shape), old \(oldLogProbabilities.shape)")
  return logProbabilities.inFullPrecision - oldLogProbabilities.detached().inFullPrecision
}
