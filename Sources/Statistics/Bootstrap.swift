import Runs

/// Estimates a mean by the percentile bootstrap.
///
/// - Parameters:
///   - values: Independent of each other. With fewer than about twenty the interval is too narrow.
///   - resamples: How often the values are drawn anew.
///   - seed: The same seed gives the same interval.
///   - confidence: In `0..<1`.
/// - Returns: NaN throughout where there are no values or one is NaN.
public func meanEstimate(
  of values: [Double], resamples: Int = 2000, seed: UInt64 = 0, confidence: Double = 0.95
) -> Estimate {
  meanEstimate(
    of: values.map { [$0] }, resamples: resamples, seed: seed, confidence: confidence)
}

/// Estimates the mean of values that come in groups, by the percentile bootstrap over groups.
///
/// Values of one group, such as scores of completions of one prompt, may depend on each other.
///
/// - Parameters:
///   - groups: The values of each; an empty group counts for nothing.
///   - resamples: How often the groups are drawn anew.
///   - seed: The same seed gives the same interval.
///   - confidence: In `0..<1`.
/// - Returns: NaN throughout where there are no values or one is NaN.
public func meanEstimate(
  of groups: [[Double]], resamples: Int = 2000, seed: UInt64 = 0, confidence: Double = 0.95
) -> Estimate {
  precondition(resamples > 0, "at least one resample is needed, not \(resamples)")
  let sums = groups.filter { !$0.isEmpty }.map { (sum: $0.reduce(0, +), count: $0.count) }
  func mean(of indices: some Sequence<Int>) -> Double {
    var (sum, count) = (0.0, 0)
    for index in indices {
      sum += sums[index].sum
      count += sums[index].count
    }
    return sum / Double(count)
  }

  let value = mean(of: sums.indices)
  guard value.isFinite else {
    return Estimate(value: value, lower: .nan, upper: .nan, confidence: confidence)
  }
  var generator = SeededGenerator(seed: seed)
  let means = (0..<resamples).map { _ in
    mean(of: sums.indices.map { _ in generator.next(below: sums.count) })
  }.sorted()
  return Estimate(
    value: value, lower: quantile(0.5 - confidence / 2, ofSorted: means),
    upper: quantile(0.5 + confidence / 2, ofSorted: means), confidence: confidence)
}

/// Returns the value below which a share of the values lies, between two of them if need be.
///
/// - Parameters:
///   - share: In `0...1`.
///   - values: In rising order.
/// - Returns: NaN where there are no values.
public func quantile(_ share: Double, ofSorted values: [Double]) -> Double {
  precondition((0...1).contains(share), "the share must be in 0...1, is \(share)")
  guard let last = values.last else { return .nan }
  let place = share * Double(values.count - 1)
  let index = Int(place)
  guard index + 1 < values.count else { return last }
  let fraction = place - Double(index)
  return fraction == 0
    ? values[index] : values[index] + fraction * (values[index + 1] - values[index])
}
