/// Returns how well one order tells another, with ties in either.
///
///     τ_b = (concordant − discordant) / √((n₀ − n₁)(n₀ − n₂)),   n₀ = n(n − 1)/2
///
/// Kendall 1945; n₁ and n₂ are the pairs tied in the first and in the second.
///
/// - Parameters:
///   - first: A rank or score of each item.
///   - second: Another, in the same order.
/// - Returns: In `-1...1`; nil where one of the lists has no two different values, or a NaN.
/// - Complexity: O(n²).
public func kendallTauB(_ first: [Double], _ second: [Double]) -> Double? {
  requireSameCount(first, second)
  guard !first.contains(where: \.isNaN), !second.contains(where: \.isNaN) else { return nil }
  var (difference, firstUntied, secondUntied) = (0.0, 0.0, 0.0)
  for index in first.indices {
    for other in 0..<index {
      let firstSign = sign(first[index] - first[other])
      let secondSign = sign(second[index] - second[other])
      difference += firstSign * secondSign
      firstUntied += firstSign * firstSign
      secondUntied += secondSign * secondSign
    }
  }
  guard firstUntied > 0, secondUntied > 0 else { return nil }
  return difference / (firstUntied * secondUntied).squareRoot()
}

/// Estimates the mean of τ_b over tasks that two labelers both ranked.
///
/// Tasks in which one of them tied everything have no τ_b and are left out.
///
/// - Parameters:
///   - tasks: Both labelers' ranks of each task's items.
///   - keys: The cluster of each task, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func meanKendallTauB(
  of tasks: [(first: [Double], second: [Double])], clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> Coefficient {
  meanCoefficient(
    of: tasks.map { kendallTauB($0.first, $0.second) }, clusteredBy: keys, resampling: resampling)
}

/// Estimates the mean of a coefficient over the tasks in which it is defined.
func meanCoefficient(
  of tasks: [Double?], clusteredBy keys: [Int]?, resampling: Resampling
) -> Coefficient {
  guard !tasks.isEmpty else { return .undefined(.nothingShared) }
  let kept = tasks.indices.filter { tasks[$0] != nil }
  guard !kept.isEmpty else { return .undefined(.oneValue) }
  let values = kept.compactMap { tasks[$0] }
  return Coefficient(
    unitCount: values.count, clusteredBy: keys.map { keys in kept.map { keys[$0] } },
    resampling: resampling
  ) { weights in
    let total = weights.reduce(0, +)
    return total > 0 ? zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total : nil
  }
}

private func sign(_ difference: Double) -> Double {
  difference > 0 ? 1 : difference < 0 ? -1 : 0
}
