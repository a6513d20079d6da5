/// How an interval is found by drawing clusters anew.
///
/// The percentile bootstrap, Efron 1979: clusters are drawn with replacement as often as there are
/// clusters, the statistic is computed anew, and the interval's ends are quantiles of what came out.
/// What belongs together, such as all pairs of one prompt, is one cluster and is never torn apart.
public struct Resampling: Sendable, Codable, Equatable {
  /// How often the clusters are drawn anew.
  public let count: Int
  /// The same seed gives the same interval.
  public let seed: UInt64
  /// How often an interval found this way holds the true number; in `0..<1`.
  public let confidence: Double

  /// Creates a way of resampling from its parts.
  public init(count: Int = 1000, seed: UInt64 = 0, confidence: Double = 0.95) {
    precondition(count > 0, "at least one resample is needed, not \(count)")
    precondition((0..<1).contains(confidence), "the confidence is \(confidence), not in 0..<1")
    self.count = count
    self.seed = seed
    self.confidence = confidence
  }
}
