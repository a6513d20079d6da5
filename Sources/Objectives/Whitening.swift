public import Torch

/// Brings the values that count to mean 0 and variance 1.
///
///     w = (x − mean) / √(variance + 10⁻⁸)
///
/// The variance is the unbiased one, over all that counts; with fewer than two values it is zero.
///
/// - Parameters:
///   - values: x. `[…]`
///   - counts: Which of them count. `[…]`, bool
///   - shiftingMean: Whether the mean becomes zero; else it stays what it was.
/// - Returns: w, zero where nothing counts. `[…]`
public func whitened(
  _ values: Tensor, where counts: Tensor, shiftingMean: Bool = true
) -> Tensor {
  let values = counted(values, counts)
  let average = mean(of: values, where: counts)
  let centred = (values - average).filled(with: 0, unless: counts)
  let degrees = (counts.sum().to(values.dtype) - 1).clamped(from: 1)
  let variance = centred.squared().sum() / degrees
  let white = centred * (variance + 1e-8).reciprocalSquareRoot()
  return shiftingMean ? white : (white + average).filled(with: 0, unless: counts)
}
