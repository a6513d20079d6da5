/// Measures how much several labelers agree beyond chance, all units having equally many.
///
///     κ = (P̄ − P̄ₑ) / (1 − P̄ₑ)
///     P̄ = mean over units of Σ_c n_c(n_c − 1) / m(m − 1),   P̄ₑ = Σ_c (share of c)²
///
/// Fleiss 1971. Which labeler said what does not matter. With missing judgements use
/// `krippendorffAlpha`.
///
/// - Parameters:
///   - counts: Of each unit, how many labelers chose each category.
///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func fleissKappa(
  counts: [[Int]], clusteredBy keys: [Int]? = nil, resampling: Resampling = Resampling()
) -> Coefficient {
  let labelerCount = counts.first?.reduce(0, +) ?? 0
  let categoryCount = counts.first?.count ?? 0
  for (unit, row) in counts.enumerated() {
    precondition(row.allSatisfy { $0 >= 0 }, "unit \(unit) has a negative count: \(row)")
    precondition(
      row.count == categoryCount && row.reduce(0, +) == labelerCount,
      "unit \(unit) has \(row.reduce(0, +)) judgements in \(row.count) categories, "
        + "the first has \(labelerCount) in \(categoryCount)")
  }
  guard labelerCount > 1 else { return .undefined(.nothingShared) }
  let rows = counts.map { $0.map(Double.init) }
  return Coefficient(unitCount: rows.count, clusteredBy: keys, resampling: resampling) {
    fleissKappa(of: rows, weights: $0, labelerCount: Double(labelerCount))
  }
}

private func fleissKappa(
  of rows: [[Double]], weights: [Double], labelerCount: Double
) -> Double? {
  var (total, agreement) = (0.0, 0.0)
  var sums = [Double](repeating: 0, count: rows.first?.count ?? 0)
  for (row, weight) in zip(rows, weights) where weight > 0 {
    total += weight
    for (category, count) in row.enumerated() where count > 0 {
      sums[category] += weight * count
      agreement += weight * count * (count - 1)
    }
  }
  agreement /= total * labelerCount * (labelerCount - 1)
  let byChance = sums.reduce(0) { $0 + $1 * $1 } / (total * labelerCount * total * labelerCount)
  return byChance < 1 ? (agreement - byChance) / (1 - byChance) : nil
}
