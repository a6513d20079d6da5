public import Torch

/// What completions lose for their length, token by token beyond some that are free.
///
///     p = α·max(|y| − n, 0)
///
/// - Parameters:
///   - lengths: |y|, the tokens of each completion. `[batch]`, int64
///   - perToken: α, what a token costs; not negative.
///   - freeTokens: n, how many cost nothing; not negative.
/// - Returns: p, to be taken off the scores. `[batch]`, float32
public func lengthPenalties(
  of lengths: Tensor, perToken: Double, freeTokens: Int = 0
) -> Tensor {
  precondition(perToken >= 0, "a token's price is not negative: \(perToken)")
  precondition(freeTokens >= 0, "free tokens are not negative: \(freeTokens)")
  return perToken * (lengths.to(.float32) - Double(freeTokens)).clamped(from: 0)
}

/// How far each completion has come into the last stretch before the limit of its length.
///
///     p = 0                         where |y| ≤ L − b
///     p = (|y| − (L − b)) / b       between L − b and L
///     p = 1                         where |y| ≥ L
///
/// The soft overlong punishment of Yu et al. 2025 (arXiv:2503.14476), its sign changed: a completion
/// that comes near to the limit loses little by little what one that reaches it loses, so that
/// equally good answers are not torn apart by a token.
///
/// - Parameters:
///   - lengths: |y|, the tokens of each completion. `[batch]`, int64
///   - maximumLength: L, the most tokens that a completion may have.
///   - buffer: b, the length of the stretch, from 1 to L.
/// - Returns: p, in 0...1, to be taken off the scores. `[batch]`, float32
public func overlongPenalties(
  of lengths: Tensor, maximumLength: Int, buffer: Int
) -> Tensor {
  precondition(
    (1...max(maximumLength, 1)).contains(buffer),
    "the buffer is from 1 to the limit, \(maximumLength): \(buffer)")
  return ((lengths.to(.float32) - Double(maximumLength - buffer)) / Double(buffer))
    .clamped(from: 0, to: 1)
}
