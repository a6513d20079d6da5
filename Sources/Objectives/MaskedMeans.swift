public import Torch

/// The sum of the values that count.
///
/// What does not count may be anything, even not a number.
///
/// - Parameters:
///   - values: `[…]`
///   - counts: Which of them count. `[…]`, bool
/// - Returns: `[]`
public func sum(of values: Tensor, where counts: Tensor) -> Tensor {
  counted(values, counts).sum()
}

/// The sum over each row's values that count.
///
/// - Parameters:
///   - values: `[batch, time]`
///   - counts: Which of them count. `[batch, time]`, bool
/// - Returns: `[batch]`
public func rowSums(of values: Tensor, where counts: Tensor) -> Tensor {
  counted(values, counts).sum(along: -1)
}

/// The mean of the values that count; zero where none does.
///
/// A loss that is accumulated over micro-batches takes `sum(of:where:)` and divides by the number
/// of tokens of the whole optimizer window instead: a mean of means weighs tokens unevenly.
///
/// - Parameters:
///   - values: `[…]`
///   - counts: Which of them count. `[…]`, bool
/// - Returns: `[]`
public func mean(of values: Tensor, where counts: Tensor) -> Tensor {
  let kept = counted(values, counts)
  return kept.sum() / counts.sum().to(kept.dtype).clamped(from: 1)
}

/// The values in full precision, zero where they do not count.
func counted(_ values: Tensor, _ counts: Tensor) -> Tensor {
  precondition(counts.dtype == .bool, "what counts is bool, not \(counts.dtype)")
  precondition(
    values.shape == counts.shape,
    "one Boolean per value: values \(values.shape), counts \(counts.shape)")
  let values = values.dtype == .bool ? values.to(.float32) : values.inFullPrecision
  return values.filled(with: 0, unless: counts)
}
