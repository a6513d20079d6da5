import Statistics

/// Whether the policy lost its choice: entropy or diversity fell.
struct ModeCollapse: Detector {
  let verdict = Verdict.modeCollapse

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    let trend = history.trend(configuration)
    guard !trend.isFine, let entropy = history.change(.entropy) else { return [] }
    let distinct = history.change(.distinct)
    let lostWords = distinct.map { $0.factor <= configuration.distinctShare } ?? false
    let lostChoice =
      trend.isUnknown
      ? entropy.now < configuration.blindEntropy && entropy.start > entropy.now
      : entropy.factor <= configuration.entropyShare
    // Without a gold judge few words are no sin: the task may have few right answers.
    guard lostChoice || (lostWords && !trend.isUnknown) else { return [] }
    let words = distinct.map {
      "Distinct-2 went from \(readable($0.start)) to \(readable($0.now))."
    }
    return [
      "The entropy went from \(readable(entropy.start)) to \(readable(entropy.now)) nats per token "
        + "(\(history.steps(of: .entropy)))."
    ] + [words, trend.fall?.sentence].compactMap(\.self)
  }
}
