/// Looks for one thing that can go wrong.
protocol Detector: Sendable {
  /// What is wrong where it finds something.
  var verdict: Verdict { get }

  /// Returns what speaks for it, in sentences with the numbers; empty where nothing does.
  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String]
}

/// All of them; of several verdicts at once the first is the one that stands.
///
/// A broken run comes before a hacked one, a cause before a mere fall.
let detectors: [any Detector] = [
  SamplerMismatch(), DeadGradient(), LengthHacking(), TemplateCollapse(), ModeCollapse(),
  KLBlowUp(), OutOfDistribution(), Overoptimization(),
]

extension SignalHistory {
  /// Whether the gold score falls, by the weaker test that a visible cause allows.
  func trend(_ configuration: DiagnosisConfiguration) -> GoldHistory.Trend {
    gold.trend(configuration.explainedFall)
  }
}
