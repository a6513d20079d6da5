import Foundation

/// A strict verdict on two completions, with what might have swayed it.
public struct SwayedVerdict: Sendable, Codable, Equatable {
  /// The number of the prompt.
  public let prompt: Int
  /// Whether the completion shown earlier was preferred.
  public let isEarlierPreferred: Bool
  /// The length of the completion shown earlier, in tokens, words or characters.
  public let earlierLength: Int
  /// The length of the other one.
  public let laterLength: Int
  /// Other features of the earlier one minus those of the later one, such as counts of headings.
  public let otherDifferences: [Double]

  /// Creates a verdict from its parts.
  public init(
    prompt: Int, isEarlierPreferred: Bool, earlierLength: Int, laterLength: Int,
    otherDifferences: [Double] = []
  ) {
    precondition(
      earlierLength >= 0 && laterLength >= 0,
      "lengths must not be negative, are \(earlierLength) and \(laterLength)")
    self.prompt = prompt
    self.isEarlierPreferred = isEarlierPreferred
    self.earlierLength = earlierLength
    self.laterLength = laterLength
    self.otherDifferences = otherDifferences
  }

  /// log of the earlier length minus log of the later; an empty completion counts as one long.
  var logLengthDifference: Double {
    log(Double(max(1, earlierLength))) - log(Double(max(1, laterLength)))
  }
}

/// Whether longer completions win, and whether that is more than their place.
///
///     log odds(earlier preferred) = β₀ + β₁·Δlog length + Σ β·Δ other features
///
/// A better answer may well be longer: this finds a connection and not its cause.
public struct LengthBias: Sendable, Codable, Equatable {
  /// How often the longer one wins among pairs of different lengths; clusters are prompts.
  public let longerWins: Estimate
  /// The regression: the intercept β₀ is the pull of the earlier place, then β₁, then the others.
  public let regression: LogisticRegression

  /// The log odds of the earlier place for completions that are otherwise alike.
  public var placeEffect: Estimate { regression.coefficients[0] }

  /// The log odds that each unit of log length adds; doubling a length adds log 2 of it.
  public var lengthEffect: Estimate { regression.coefficients[1] }

  /// Measures the bias; errors are robust to whatever verdicts on one prompt have in common.
  ///
  /// - Parameters:
  ///   - verdicts: Without ties.
  ///   - resampling: How the interval of `longerWins` is found; the others have its confidence.
  public init(_ verdicts: [SwayedVerdict], resampling: Resampling = Resampling()) {
    let different = verdicts.filter { $0.earlierLength != $0.laterLength }
    longerWins = clusteredShare(
      of: different.map {
        $0.isEarlierPreferred == ($0.earlierLength > $0.laterLength) ? 1 : 0
      }, clusteredBy: different.map(\.prompt), resampling: resampling)
    let features = verdicts.map { [1, $0.logLengthDifference] + $0.otherDifferences }
    guard !features.isEmpty else {
      let unknown = Estimate(
        value: .nan, lower: .nan, upper: .nan, confidence: resampling.confidence)
      regression = LogisticRegression(unidentified: [unknown, unknown])
      return
    }
    regression = LogisticRegression(
      features: features, outcomes: verdicts.map(\.isEarlierPreferred),
      clusteredBy: verdicts.map(\.prompt), confidence: resampling.confidence)
  }
}
