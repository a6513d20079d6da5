/// How a comparison of two completions of one prompt ended, for the first of them.
public enum Outcome: String, Sendable, Codable, CaseIterable {
  /// It was preferred.
  case win
  /// Neither was preferred.
  case tie
  /// The other was preferred.
  case loss

  /// Compares two scores; one that is not a number loses against one that is.
  ///
  /// - Parameter margin: The largest difference that still is a tie; not negative.
  public init(_ score: Double, against other: Double, tieMargin margin: Double = 0) {
    precondition(margin >= 0, "the margin of a tie must not be negative, is \(margin)")
    if score.isNaN || other.isNaN {
      self = score.isNaN == other.isNaN ? .tie : score.isNaN ? .loss : .win
    } else if score == other || abs(score - other) <= margin {
      self = .tie
    } else {
      self = score > other ? .win : .loss
    }
  }

  /// What it adds to the wins: a tie is half a win.
  public var credit: Double {
    switch self {
    case .win: 1
    case .tie: 0.5
    case .loss: 0
    }
  }
}

/// Estimates how often one policy's completions are preferred, a tie being half a win.
///
/// Wilson's interval, for one comparison per prompt. Ties vary less than it supposes, so with
/// many of them it is a little too wide.
///
/// - Parameters:
///   - outcomes: One of each prompt.
///   - confidence: In `0..<1`.
public func winRate(of outcomes: [Outcome], confidence: Double = 0.95) -> Estimate {
  proportion(
    outcomes.reduce(0) { $0 + $1.credit }, of: outcomes.count, confidence: confidence)
}

/// Estimates how often one policy's completions are preferred, from several comparisons per prompt.
///
/// Comparisons of one prompt are alike, so prompts are drawn anew, never comparisons: the
/// percentile bootstrap over clusters. Where all prompts agree, which says nothing about how they
/// vary, the interval is Wilson's with each prompt as one trial.
///
/// - Parameters:
///   - outcomes: For each prompt, the outcomes of all its comparisons.
///   - resamples: How often the prompts are drawn anew.
///   - seed: The same seed gives the same interval.
///   - confidence: In `0..<1`.
public func winRate(
  of outcomes: [[Outcome]], resamples: Int = 2000, seed: UInt64 = 0, confidence: Double = 0.95
) -> Estimate {
  let judged = outcomes.filter { !$0.isEmpty }.map { $0.map(\.credit) }
  let shares = Set(judged.map { $0.reduce(0, +) / Double($0.count) })
  guard shares.count > 1 else {
    return proportion(
      (shares.first ?? 0) * Double(judged.count), of: judged.count, confidence: confidence)
  }
  return meanEstimate(of: judged, resamples: resamples, seed: seed, confidence: confidence)
}
