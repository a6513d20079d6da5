/// Whether the place in which a completion was shown changed how often it was put first.
///
/// Under random order each place wins equally often, however good the completions are and whoever
/// judges, so judgements need no clusters.
public struct PositionBias: Sendable, Codable, Equatable {
  /// How often each place won; Wilson's intervals.
  public let winShares: [Estimate]
  /// Pearson's test that all places win equally often.
  public let test: ChiSquaredTest
  /// The exact binomial test for two places, and otherwise that of χ².
  public let pValue: Double

  /// Tests one labeler or all, over tasks of the same number of completions.
  ///
  /// For tasks of different sizes make one of each, and combine their tests with
  /// `ChiSquaredTest.init(combining:)`; for several labelers use `holmAdjusted`.
  ///
  /// - Parameter winsBySlot: How often the completion in each place won. Leave out judgements with a
  ///   tie at the top, or give each winner its share of one.
  public init(winsBySlot: [Double]) {
    let total = winsBySlot.reduce(0, +)
    winShares = winsBySlot.map { proportion(min($0, total.rounded()), of: Int(total.rounded())) }
    test = ChiSquaredTest(uniform: winsBySlot)
    let isWhole = winsBySlot.allSatisfy { $0 == $0.rounded() }
    pValue =
      winsBySlot.count == 2 && isWhole && total > 0
      ? binomialTest(Int(winsBySlot[0]), of: Int(total)) : test.pValue
  }
}
