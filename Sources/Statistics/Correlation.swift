/// Returns Pearson's correlation: how well a straight line tells one number from the other.
///
///     r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² · Σ(y − ȳ)²)
///
/// - Returns: In `-1...1`; NaN where one of the lists is constant or has fewer than two values.
public func pearsonCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  requireSameCount(first, second)
  let count = Double(first.count)
  let firstMean = first.reduce(0, +) / count
  let secondMean = second.reduce(0, +) / count
  var (product, firstSquares, secondSquares) = (0.0, 0.0, 0.0)
  for (x, y) in zip(first, second) {
    product += (x - firstMean) * (y - secondMean)
    firstSquares += (x - firstMean) * (x - firstMean)
    secondSquares += (y - secondMean) * (y - secondMean)
  }
  guard firstSquares > 0, secondSquares > 0 else { return .nan }
  return min(1, max(-1, product / (firstSquares.squareRoot() * secondSquares.squareRoot())))
}

/// Returns Spearman's correlation: how well one number's order tells the other's.
///
/// Pearson's correlation of ranks, equal values sharing the mean of theirs.
///
/// - Returns: In `-1...1`; NaN where one of the lists is constant, has a NaN or fewer than two
///   values.
public func spearmanCorrelation(_ first: [Double], _ second: [Double]) -> Double {
  requireSameCount(first, second)
  guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return .nan }
  return pearsonCorrelation(ranks(of: first), ranks(of: second))
}

/// Returns each value's place among all, from 1; equal values share the mean of their places.
func ranks(of values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var result = [Double](repeating: 0, count: values.count)
  var start = 0
  while start < order.count {
    var end = start + 1
    while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
    for index in order[start..<end] { result[index] = Double(start + 1 + end) / 2 }
    start = end
  }
  return result
}
