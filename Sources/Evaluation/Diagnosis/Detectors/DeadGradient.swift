import Statistics

/// Whether there is anything to learn from.
struct DeadGradient: Detector {
  let verdict = Verdict.deadGradient

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    [
      equalGroups(history, configuration), equalScores(history),
      gradient(history, configuration), movement(history),
    ].compactMap(\.self)
  }

  private func equalGroups(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard let share = history.now(.equalGroups), share >= configuration.equalGroups else {
      return nil
    }
    return "In \(readable(share * 100)) % of groups all completions have the same reward "
      + "\(history.steps(of: .equalGroups))."
  }

  private func equalScores(_ history: SignalHistory) -> String? {
    guard let deviation = history.now(.rewardDeviation), deviation == 0 else { return nil }
    return "All completions have the same reward \(history.steps(of: .rewardDeviation))."
  }

  private func gradient(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard let norm = history.now(.gradientNorm), norm < configuration.gradientNorm else {
      return nil
    }
    return "The gradient's norm is \(readable(norm)) \(history.steps(of: .gradientNorm))."
  }

  /// A learning rate that ran out moves nothing either, and should not.
  private func movement(_ history: SignalHistory) -> String? {
    guard let change = history.now(.change), change == 0, history.now(.gradientNorm) != nil,
      let rate = history.leastNow(.learningRate), rate > 0
    else { return nil }
    return "The policy gives its samples the very probabilities they were drawn with after all "
      + "updates \(history.steps(of: .change)): its weights do not move."
  }
}
