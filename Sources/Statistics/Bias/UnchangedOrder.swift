/// How often a ranking has the order in which the completions were shown.
///
/// By chance it is one in K!; a labeler with far more of them may not have read.
public struct UnchangedOrder: Sendable, Codable, Equatable {
  /// A judgement that ranked all completions strictly.
  public struct Ranking: Sendable, Codable, Equatable {
    /// K, how many completions there were.
    public let itemCount: Int
    /// Whether they were ranked as shown.
    public let isUnchanged: Bool

    /// Creates a ranking from its parts.
    public init(itemCount: Int, isUnchanged: Bool) {
      precondition(itemCount > 0, "a ranking needs at least one item, not \(itemCount)")
      self.itemCount = itemCount
      self.isUnchanged = isUnchanged
    }
  }

  /// The share found; Wilson's interval.
  public let share: Estimate
  /// The mean of 1/K!.
  public let expectedShare: Double
  /// How likely so many or more are by chance; 1 where there are no rankings.
  ///
  /// Exact, by the distribution of a sum of trials with different probabilities.
  public let pValue: Double

  /// Counts unchanged rankings.
  ///
  /// - Complexity: O(rankings · unchanged ones).
  public init(_ rankings: [Ranking], confidence: Double = 0.95) {
    let unchanged = rankings.count { $0.isUnchanged }
    let chances = rankings.map { 1 / (1...$0.itemCount).reduce(1) { $0 * Double($1) } }
    share = proportion(Double(unchanged), of: rankings.count, confidence: confidence)
    expectedShare = chances.reduce(0, +) / Double(chances.count)
    // P(exactly 0, 1, …, unchanged − 1 so far).
    var fewer = [Double](repeating: 0, count: unchanged)
    if unchanged > 0 { fewer[0] = 1 }
    for chance in chances {
      for count in fewer.indices.reversed() {
        fewer[count] = fewer[count] * (1 - chance) + (count > 0 ? fewer[count - 1] * chance : 0)
      }
    }
    pValue = max(0, 1 - fewer.reduce(0, +))
  }
}
