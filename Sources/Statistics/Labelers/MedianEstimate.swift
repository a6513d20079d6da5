/// Estimates a median from independent values, whatever their distribution.
///
/// The interval is between two of the values: the l-th and the l-th from the end, with the largest l
/// for which P(Binomial(n, ½) < l) ≤ (1 − confidence)/2; Thompson 1936. It holds the true median at
/// least as often as it says.
///
/// - Returns: NaN for no values; NaN ends where there are too few for any interval, as below six
///   for 95 %.
public func medianEstimate(of values: [Double], confidence: Double = 0.95) -> Estimate {
  let sorted = values.sorted()
  let tail = (1 - confidence) / 2
  var (below, reached) = (0, 0.0)
  while below <= sorted.count / 2 {
    reached += binomialProbability(of: below, of: sorted.count, probability: 0.5)
    guard reached <= tail else { break }
    below += 1
  }
  let isKnown = below > 0 && !values.contains(where: \.isNaN)
  return Estimate(
    value: values.contains(where: \.isNaN) ? .nan : quantile(0.5, ofSorted: sorted),
    lower: isKnown ? sorted[below - 1] : .nan,
    upper: isKnown ? sorted[sorted.count - below] : .nan, confidence: confidence)
}
