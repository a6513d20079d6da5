/// Returns how much several labelers' orders of the same items agree, corrected for ties.
///
///     W = 12·S / (m²(n³ − n) − m·ΣT),   S = Σ (Rᵢ − R̄)²,   T = Σ (t³ − t)
///
/// Kendall and Babington Smith 1939. Rᵢ is the sum of an item's ranks, T runs over one labeler's
/// groups of t equal ranks; equal values share the mean of their places.
///
/// - Parameter ranks: A rank or score of each item by each labeler. `[labeler][item]`
/// - Returns: In `0...1`; nil for fewer than two labelers, or where all tie everything.
public func kendallW(_ ranks: [[Double]]) -> Double? {
  let itemCount = ranks.first?.count ?? 0
  for row in ranks {
    precondition(
      row.count == itemCount, "each labeler must rank \(itemCount) items, one ranks \(row.count)")
    precondition(!row.contains(where: \.isNaN), "a rank is NaN: \(row)")
  }
  guard ranks.count > 1, itemCount > 1 else { return nil }
  var sums = [Double](repeating: 0, count: itemCount)
  var tieCorrection = 0.0
  for row in ranks {
    for (item, rank) in Statistics.ranks(of: row).enumerated() { sums[item] += rank }
    for group in Dictionary(grouping: row, by: { $0 }).values {
      tieCorrection += cube(group.count) - Double(group.count)
    }
  }
  let labelerCount = Double(ranks.count)
  let mean = sums.reduce(0, +) / Double(itemCount)
  let spread = sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  let largest =
    labelerCount * labelerCount * (cube(itemCount) - Double(itemCount))
    - labelerCount * tieCorrection
  return largest > 0 ? 12 * spread / largest : nil
}

/// Estimates the mean of Kendall's W over tasks.
///
/// With m labelers ordering blindly W is 1/m on the mean, not 0.
///
/// - Parameters:
///   - tasks: The ranks of each task. `[task][labeler][item]`
///   - keys: The cluster of each task, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func meanKendallW(
  of tasks: [[[Double]]], clusteredBy keys: [Int]? = nil, resampling: Resampling = Resampling()
) -> Coefficient {
  meanCoefficient(of: tasks.map { kendallW($0) }, clusteredBy: keys, resampling: resampling)
}

private func cube(_ count: Int) -> Double { Double(count) * Double(count) * Double(count) }
