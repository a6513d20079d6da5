/// Whether counts differ from what was expected by more than chance.
///
///     χ² = Σ (observed − expected)² / expected
///
/// Pearson 1900. The p-value is that of the limit for large counts: expect at least five of each.
public struct ChiSquaredTest: Sendable, Codable, Equatable {
  /// χ².
  public let statistic: Double
  /// How many counts are free.
  public let degreesOfFreedom: Int
  /// How likely so large a χ² is by chance; NaN where there is nothing to test.
  public let pValue: Double

  /// Creates a test from a statistic.
  public init(statistic: Double, degreesOfFreedom: Int) {
    precondition(degreesOfFreedom >= 0, "degrees of freedom are negative: \(degreesOfFreedom)")
    self.statistic = statistic
    self.degreesOfFreedom = degreesOfFreedom
    pValue =
      degreesOfFreedom > 0 && statistic >= 0
      ? upperRegularizedGamma(Double(degreesOfFreedom) / 2, statistic / 2) : .nan
  }

  /// Tests whether all counts were equally likely.
  public init(uniform counts: [Double]) {
    precondition(
      counts.allSatisfy { $0 >= 0 }, "counts must not be negative, are \(counts)")
    let expected = counts.reduce(0, +) / Double(counts.count)
    self.init(
      statistic: counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected },
      degreesOfFreedom: max(0, counts.count - 1))
  }

  /// Combines tests of independent data into one: their χ² and degrees of freedom add up.
  public init(combining tests: [ChiSquaredTest]) {
    let used = tests.filter { !$0.pValue.isNaN }
    self.init(
      statistic: used.reduce(0) { $0 + $1.statistic },
      degreesOfFreedom: used.reduce(0) { $0 + $1.degreesOfFreedom })
  }
}
