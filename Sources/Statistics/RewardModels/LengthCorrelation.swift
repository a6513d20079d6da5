/// How rewards go with lengths, over completions.
///
/// A better answer may well be longer: this finds a connection and not its cause.
public struct LengthCorrelation: Sendable, Codable, Equatable {
  /// Pearson's correlation: how well a straight line tells the reward; nil where it is undefined.
  public let pearson: Estimate?
  /// Spearman's correlation: how well the order of the lengths tells that of the rewards; nil where
  /// it is undefined.
  public let spearman: Estimate?

  /// Measures completions, each once.
  ///
  /// - Parameters:
  ///   - rewards: The reward of each completion.
  ///   - lengths: Its length, in tokens, words or characters.
  ///   - prompts: The number of its prompt.
  ///   - resampling: How the intervals are found; prompts are drawn anew.
  public init(
    of rewards: [Double], with lengths: [Int], prompts: [Int],
    resampling: Resampling = Resampling(count: 200)
  ) {
    requireSameCount(rewards, lengths)
    let lengths = lengths.map(Double.init)
    func estimate(_ correlation: ([Double], [Double]) -> Double) -> Estimate? {
      resampledEstimate(
        unitCount: rewards.count, clusteredBy: prompts, resampling: resampling
      ) { weights in
        let drawn = weights.indices.flatMap { repeatElement($0, count: Int(weights[$0])) }
        let found = correlation(drawn.map { rewards[$0] }, drawn.map { lengths[$0] })
        return found.isNaN ? nil : found
      }
    }
    pearson = estimate(pearsonCorrelation)
    spearman = estimate(spearmanCorrelation)
  }
}
