/// Finds the temperature at which a reward model's probabilities fit the judgements best.
///
///     T = argmin Σ −y·log σ(m/T) − (1 − y)·log σ(−m/T)
///
/// Temperature scaling, Guo et al. 2017 (arXiv:1706.04599): it changes how sure the model is and no
/// preference. Above 1 the model is too sure of itself, below 1 not sure enough.
///
/// - Parameters:
///   - pairs: Not those that the model learned from.
///   - resampling: How the interval is found; prompts are drawn anew.
/// - Returns: Nil where no temperature is best: the model is right in every pair, so that the colder
///   the better, or on the whole no better than chance, so that the hotter the better.
public func bestTemperature(
  for pairs: [JudgedPair], resampling: Resampling = Resampling(count: 200)
) -> Estimate? {
  resampledEstimate(
    unitCount: pairs.count, clusteredBy: pairs.map(\.prompt), resampling: resampling
  ) { weights in
    bestScale(for: pairs, weights: weights).map { 1 / $0 }
  }
}

/// One over the temperature: where the slope of a convex function is zero.
private func bestScale(for pairs: [JudgedPair], weights: [Double]) -> Double? {
  func slope(_ scale: Double) -> Double {
    zip(pairs, weights).reduce(0) { sum, item in
      let (pair, weight) = item
      guard weight > 0 else { return sum }
      return sum + weight * pair.margin * (sigmoid(scale * pair.margin) - pair.label)
    }
  }
  // Without a pair that speaks against the model, the slope never turns.
  let hasDoubt = zip(pairs, weights).contains { $1 > 0 && $0.margin != 0 && $0.credit < 1 }
  let size = pairs.map { abs($0.margin) }.max() ?? 0
  guard hasDoubt, slope(0) < 0 else { return nil }
  var (low, high) = (0.0, 1 / size)
  while slope(high) < 0 {
    (low, high) = (high, high * 2)
    // Beyond this every probability is 0 or 1 to a Double.
    guard high * size < 1e6 else { return nil }
  }
  for _ in 0..<100 {
    let middle = (low + high) / 2
    if slope(middle) < 0 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
