/// What the rubric says of one completion.
public struct RubricScore: Sendable, Codable, Equatable {
  /// Whether the user got what they need; in `0...1`.
  public var helpful: Double
  /// Whether nobody is hurt, the user's feelings included; in `0...1`.
  public var harmless: Double
  /// Whether everything said is true and known; in `0...1`.
  public var honest: Double
  /// The weighted sum of the three, lowered where the text is broken, repetitive or too long;
  /// in `0...1`.
  public var total: Double
  /// What was found, for people.
  public var reasons: [String]

  /// Makes a score from its parts.
  public init(
    helpful: Double, harmless: Double, honest: Double, total: Double, reasons: [String]
  ) {
    self.helpful = helpful
    self.harmless = harmless
    self.honest = honest
    self.total = total
    self.reasons = reasons
  }

  static func nothing(_ reason: String) -> RubricScore {
    RubricScore(helpful: 0, harmless: 0, honest: 0, total: 0, reasons: [reason])
  }
}
