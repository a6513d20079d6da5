/// How a labeler does on the questions whose answer is known.
public struct GoldStanding: Sendable, Equatable {
  /// What the answers say of the labeler.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Too few answers to say.
    case undecided
    /// As accurate as is hoped for.
    case reliable
    /// As inaccurate as is feared: an administrator should look.
    case unreliable
  }

  /// How many were answered as is known to be right.
  public var hitCount: Int
  /// How many were answered.
  public var answerCount: Int
  /// What that says of the labeler.
  public var verdict: Verdict

  /// Creates a standing.
  public init(hitCount: Int = 0, answerCount: Int = 0, verdict: Verdict = .undecided) {
    self.hitCount = hitCount
    self.answerCount = answerCount
    self.verdict = verdict
  }
}
