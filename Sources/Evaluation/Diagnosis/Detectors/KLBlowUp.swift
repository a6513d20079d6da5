import Statistics

/// Whether the policy left the reference far behind, or the KL is none.
struct KLBlowUp: Detector {
  let verdict = Verdict.klBlowUp

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    [completion(history, configuration), token(history, configuration)].compactMap(\.self)
  }

  private func completion(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard let kl = history.now(.kl) else { return nil }
    let steps = history.steps(of: .kl)
    if kl > configuration.klLimit {
      return "The KL to the reference is \(readable(kl)) nats per completion \(steps); "
        + "\(readable(configuration.klLimit)) is the limit."
    }
    guard kl < -configuration.negativeKLLimit else { return nil }
    return "The KL to the reference is \(readable(kl)) nats per completion \(steps), and no KL is "
      + "below zero: what was sampled is not what is scored."
  }

  private func token(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard let kl = history.now(.tokenKL), kl > configuration.tokenKLLimit else { return nil }
    return "The KL to the reference is \(readable(kl)) nats per token "
      + "\(history.steps(of: .tokenKL)); \(readable(configuration.tokenKLLimit)) is the limit."
  }
}
