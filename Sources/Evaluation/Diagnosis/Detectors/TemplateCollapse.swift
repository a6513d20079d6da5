import Statistics

/// Whether completions of different prompts became alike, or repeat themselves.
struct TemplateCollapse: Detector {
  let verdict = Verdict.templateCollapse

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    let trend = history.trend(configuration)
    guard !trend.isFine else { return [] }
    let isBlind = trend.isUnknown
    let found = [
      sentence(
        "Completions of different prompts share", "of their word pairs", .template, history,
        rise: configuration.templateRise, least: isBlind ? configuration.blindTemplate : 0),
      sentence(
        "Completions repeat", "of their word triples", .repetition, history,
        rise: configuration.repetitionRise, least: isBlind ? configuration.blindRepetition : 0),
    ].compactMap(\.self)
    return found.isEmpty ? [] : found + [trend.fall?.sentence].compactMap(\.self)
  }

  private func sentence(
    _ subject: String, _ object: String, _ signal: Signal, _ history: SignalHistory,
    rise: Double, least: Double
  ) -> String? {
    guard let change = history.change(signal), change.isRise, change.rise >= rise,
      change.now >= least
    else { return nil }
    return "\(subject) \(readable(change.now * 100)) % \(object) \(history.steps(of: signal)), "
      + "\(readable(change.start * 100)) % at the start."
  }
}
