public import Torch

/// How the losses of tokens become the loss of a step.
public enum LossAggregation: String, Sendable, Codable, CaseIterable {
  /// The mean over completions of the mean over each one's tokens, as in GRPO and RLOO: a token of
  /// a long completion weighs less.
  case sequenceMean
  /// The mean over all tokens of the step, as in DAPO: all tokens weigh the same.
  case tokenMean
  /// The sum over tokens, divided by completions times the most tokens that one may have, as in
  /// Dr. GRPO: what a token weighs does not depend on any length.
  case constantLength
  /// The mean over completions of the sum over each one's tokens, as in LUSPO and ReMax: a long
  /// completion weighs as much as its tokens do.
  case sequenceSum
}

/// How large a whole step is, of which a micro-batch is a part.
public struct StepSize: Sendable, Equatable {
  /// Completions, those with no token that counts among them.
  public let sequenceCount: Int
  /// Tokens that count.
  public let tokenCount: Int
  /// The most tokens that a completion may have.
  public let maximumLength: Int

  /// Puts the sizes together.
  public init(sequenceCount: Int, tokenCount: Int, maximumLength: Int) {
    self.sequenceCount = sequenceCount
    self.tokenCount = tokenCount
    self.maximumLength = maximumLength
  }
}

/// Returns the part of a step's loss that some of its rows make.
///
///     sequenceMean:    1/N · Σᵢ 1/|yᵢ| · Σₜ ℓᵢₜ       (Shao et al. 2024, arXiv:2402.03300, eq. 3)
///     tokenMean:       1/Σᵢ|yᵢ| · Σᵢ Σₜ ℓᵢₜ           (Yu et al. 2025, arXiv:2503.14476, eq. 8)
///     constantLength:  1/(N·L) · Σᵢ Σₜ ℓᵢₜ            (Liu et al. 2025, arXiv:2503.20783, §3.2)
///     sequenceSum:     1/N · Σᵢ Σₜ ℓᵢₜ                (LUSPO, as TRL 1.16 has it)
///
/// N and Σ|yᵢ| are those of the whole step. So the parts add up to the step's loss, and their
/// gradients to its gradient, however the step is split into micro-batches.
///
/// - Parameters:
///   - losses: ℓ. `[batch, time]`
///   - counts: Which of them count. `[batch, time]`, bool
///   - aggregation: How.
///   - size: Of the whole step.
/// - Returns: `[]`
public func aggregatedLoss(
  of losses: Tensor, where counts: Tensor, by aggregation: LossAggregation, over size: StepSize
) -> Tensor {
  switch aggregation {
  case .sequenceMean:
    let sums = rowSums(of: losses, where: counts)
    let lengths = counts.sum(along: 1).to(sums.dtype).clamped(from: 1)
    return (sums / lengths).sum() / Double(max(size.sequenceCount, 1))
  case .tokenMean:
    return sum(of: losses, where: counts) / Double(max(size.tokenCount, 1))
  case .constantLength:
    precondition(size.maximumLength > 0, "the longest completion: \(size.maximumLength)")
    return sum(of: losses, where: counts)
      / Double(max(size.sequenceCount, 1) * size.maximumLength)
  case .sequenceSum:
    return sum(of: losses, where: counts) / Double(max(size.sequenceCount, 1))
  }
}
