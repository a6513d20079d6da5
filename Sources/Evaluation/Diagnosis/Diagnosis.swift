/// Watches the metrics of a run while it goes on, and says when and why it should not be trusted.
///
/// It is a function of the metrics alone: fed with the rows of an old `metrics.jsonl` it says what it
/// would have said. To go on with a run, feed it the earlier rows and drop their alarms.
public struct Diagnosis: Sendable {
  private let configuration: DiagnosisConfiguration
  private var history: SignalHistory
  /// For each verdict that stands, the steps since anything spoke for it.
  private var quietSteps: [Verdict: Int] = [:]
  private var lastStep: Int?

  /// Starts to watch a run.
  public init(_ configuration: DiagnosisConfiguration) {
    self.configuration = configuration
    history = SignalHistory(window: configuration.window)
  }

  /// Takes in what was recorded at a step; several records of one step come one after the other.
  ///
  /// - Parameter step: The number of steps done; 0 for a gold round before the first.
  /// - Returns: The verdicts that fall here. One that stands falls again only after nothing spoke for
  ///   it in a window of steps.
  public mutating func alarms(on metrics: [String: Double], at step: Int) -> [Alarm] {
    history.add(metrics, at: step)
    let isNewStep = step != lastStep
    lastStep = step
    return detectors.compactMap { detector in
      let evidence = detector.evidence(in: history, configuration)
      return isNews(evidence, of: detector.verdict, isNewStep: isNewStep)
        ? Alarm(
          step: step, verdict: detector.verdict, evidence: evidence,
          advice: detector.verdict.advice, action: configuration.actions[detector.verdict])
        : nil
    }
  }

  /// What stands now: of several verdicts the one that says most about the cause.
  public var standing: Verdict {
    detectors.map(\.verdict).first { quietSteps[$0] != nil } ?? .healthy
  }

  /// Keeps account of whether a verdict stands.
  private mutating func isNews(
    _ evidence: [String], of verdict: Verdict, isNewStep: Bool
  ) -> Bool {
    if !evidence.isEmpty {
      defer { quietSteps[verdict] = 0 }
      return quietSteps[verdict] == nil
    }
    guard let quiet = quietSteps[verdict], isNewStep else { return false }
    quietSteps[verdict] = quiet + 1 < configuration.window ? quiet + 1 : nil
    return false
  }
}
