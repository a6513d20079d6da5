/// A number found from a sample, and where the true one probably lies.
public struct Estimate: Sendable, Codable, Equatable {
  /// The number found; NaN where there was nothing to measure.
  public let value: Double
  /// The lower end of the interval.
  public let lower: Double
  /// The upper end of the interval.
  public let upper: Double
  /// How often an interval found this way holds the true number; in `0..<1`.
  public let confidence: Double

  /// Creates an estimate from its parts.
  public init(value: Double, lower: Double, upper: Double, confidence: Double = 0.95) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// Whether something is known about where the true number lies.
  public var hasInterval: Bool { !lower.isNaN && !upper.isNaN }

  /// The estimate as a share in percent: `79% (71–85%)`.
  public var percent: String {
    guard value.isFinite else { return "unknown" }
    func rounded(_ share: Double) -> String { decimal(share * 100, places: 0) }
    guard hasInterval else { return "\(rounded(value))% (interval unknown)" }
    return "\(rounded(value))% (\(rounded(lower))–\(rounded(upper))%)"
  }
}

extension Estimate: CustomStringConvertible {
  /// The estimate with its interval: `0.791 (0.712–0.848)`; `to` parts ends below zero.
  public var description: String {
    guard value.isFinite else { return "unknown" }
    guard hasInterval else { return "\(readable(value)) (interval unknown)" }
    let between = lower < 0 || upper < 0 ? " to " : "–"
    return "\(readable(value)) (\(readable(lower))\(between)\(readable(upper)))"
  }
}

extension Estimate {
  /// Creates the estimate of a value that varies normally: value ± z·error.
  init(value: Double, error: Double, confidence: Double) {
    let reach = normalQuantile(0.5 + confidence / 2) * error
    self.init(value: value, lower: value - reach, upper: value + reach, confidence: confidence)
  }

  /// Returns the estimate on another scale that rises with this one.
  func mapped(_ scale: (Double) -> Double) -> Estimate {
    Estimate(
      value: scale(value), lower: scale(lower), upper: scale(upper), confidence: confidence)
  }
}
