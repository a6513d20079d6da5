/// A verdict on a run, as a report shows it.
public struct VerdictCard: Sendable, Equatable {
  /// What was done about it.
  public enum Response: String, Sendable, Equatable {
    /// It was written down.
    case log
    /// Whoever watched was warned.
    case warn
    /// The run was stopped.
    case stop

    /// One word for the reader.
    var word: String {
      switch self {
      case .log: "noted"
      case .warn: "warning"
      case .stop: "stopped"
      }
    }
  }

  /// The label of its mark on the curves.
  public var label: String
  /// What is wrong.
  public var title: String
  /// When and where it was found, in words.
  public var place: String
  /// The numbers that say so.
  public var evidence: [String]
  /// What to try.
  public var advice: String
  /// What was done about it.
  public var response: Response

  /// Creates a card.
  public init(
    label: String, title: String, place: String, evidence: [String], advice: String,
    response: Response
  ) {
    self.label = label
    self.title = title
    self.place = place
    self.evidence = evidence
    self.advice = advice
    self.response = response
  }
}
