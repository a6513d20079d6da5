/// How long one judgement took and how much there was to read for it.
public struct ReadingTime: Sendable, Codable, Equatable {
  /// The words of the prompt and of all completions.
  public let wordCount: Int
  /// How long the page was in use, in milliseconds.
  public let activeMilliseconds: Int

  /// Creates a reading time from its parts.
  public init(wordCount: Int, activeMilliseconds: Int) {
    precondition(
      wordCount >= 0 && activeMilliseconds >= 0,
      "counts must not be negative, are \(wordCount) and \(activeMilliseconds)")
    self.wordCount = wordCount
    self.activeMilliseconds = activeMilliseconds
  }

  /// The words per minute; infinite for words in no time, NaN for nothing in no time.
  public var wordsPerMinute: Double {
    Double(wordCount) / (Double(activeMilliseconds) / 60_000)
  }

  /// Whether nobody could have read everything: above 600 words per minute, more than twice the mean
  /// of silent readers (238, Brysbaert 2019).
  public func isTooFast(limit wordsPerMinute: Double = 600) -> Bool {
    self.wordsPerMinute > wordsPerMinute
  }
}

/// Estimates which share of judgements was faster than anybody reads.
///
/// It is a sign and no proof: who judges the same prompt again need not read it again.
///
/// - Parameters:
///   - times: One of each judgement.
///   - limit: The words per minute that nobody exceeds.
///   - keys: The cluster of each judgement, such as its prompt; where nil, each is one of its own.
///   - resampling: How the interval is found.
public func shareTooFast(
  _ times: [ReadingTime], limit: Double = 600, clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> Estimate {
  clusteredShare(
    of: times.map { $0.isTooFast(limit: limit) ? 1 : 0 }, clusteredBy: keys, resampling: resampling)
}
