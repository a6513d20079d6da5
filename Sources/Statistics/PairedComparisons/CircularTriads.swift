/// How often a labeler's verdicts on all pairs of some items go round in a circle.
///
///     d = n(n − 1)(2n − 1)/12 − Σ aᵢ²/2,   ζ = 1 − d/d_max
///     d_max = (n³ − n)/24 for odd n, (n³ − 4n)/24 for even n
///
/// Kendall and Babington Smith 1940; aᵢ is how many items the i-th was preferred to. ζ is 1 where
/// the verdicts make an order, and 0 where they are as circular as can be.
public struct CircularTriads: Sendable, Codable, Equatable {
  /// d, how many of the triples have a ≻ b ≻ c ≻ a.
  public let count: Int
  /// d_max, how many there can be.
  public let largestCount: Int
  /// ζ; nil for fewer than three items, which cannot go round.
  public let consistency: Double?

  /// Counts the circular triads of verdicts on all pairs of at least two items.
  ///
  /// - Parameter isPreferred: Whether the row's item was preferred to the column's; of each pair
  ///   exactly one. The diagonal does not count.
  public init(isPreferred: [[Bool]]) {
    let itemCount = isPreferred.count
    for (row, verdicts) in isPreferred.enumerated() {
      precondition(verdicts.count == itemCount, "row \(row) has \(verdicts.count) of \(itemCount)")
      for column in 0..<row {
        precondition(
          isPreferred[row][column] != isPreferred[column][row],
          "exactly one of items \(row) and \(column) must be preferred")
      }
    }
    let wins = isPreferred.enumerated().map { row, verdicts in
      verdicts.enumerated().count { $0.offset != row && $0.element }
    }
    let triples = itemCount * (itemCount - 1) * (itemCount - 2) / 6
    // A triple that is no circle has exactly one item preferred to both others.
    count = triples - wins.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    let cube = itemCount * itemCount * itemCount
    largestCount =
      itemCount.isMultiple(of: 2) ? (cube - 4 * itemCount) / 24 : (cube - itemCount) / 24
    consistency = largestCount > 0 ? 1 - Double(count) / Double(largestCount) : nil
  }
}
