/// What is done when a verdict falls.
public enum AlarmAction: String, Codable, CaseIterable, Sendable {
  /// It is written down.
  case log
  /// It is written down and said aloud.
  case warn
  /// The run stops, and the best checkpoint stays.
  case stop
}

/// A verdict that fell at a step of a run, with what it rests on.
///
/// As JSON, a line of `verdicts.jsonl`.
public struct Alarm: Codable, Sendable, Equatable {
  /// The number of steps done.
  public let step: Int
  /// What is wrong.
  public let verdict: Verdict
  /// Sentences with the numbers that speak for it; at least one.
  public let evidence: [String]
  /// What to try.
  public let advice: String
  /// What is to be done.
  public let action: AlarmAction

  /// Puts an alarm together from its parts.
  public init(
    step: Int, verdict: Verdict, evidence: [String], advice: String, action: AlarmAction
  ) {
    self.step = step
    self.verdict = verdict
    self.evidence = evidence
    self.advice = advice
    self.action = action
  }
}
