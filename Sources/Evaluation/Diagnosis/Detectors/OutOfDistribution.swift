import Statistics

/// Whether the reward model judges texts that are unlike those it learned from.
///
/// Where the policy follows a reward r, the gold score moves as the covariance of the two under the
/// policy: d/dλ E[g] = Cov(g, r) for π ∝ π₀·exp(λr). So the gold score is about to turn where
/// the reward no longer tells the better of two completions of one prompt. A policy that has come to
/// rest, held by the price of KL among completions that are all good, does not turn: it must still be
/// on its way.
struct OutOfDistribution: Detector {
  let verdict = Verdict.outOfDistribution

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    let found = [
      agreement(history.gold, configuration), disagreement(history, configuration),
      beyond(history, configuration),
    ].compactMap(\.self)
    let fall = history.trend(configuration).fall
    return found.isEmpty ? [] : found + [fall?.sentence].compactMap(\.self)
  }

  private func agreement(
    _ gold: GoldHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard gold.klGrowth >= configuration.klGrowth, let first = gold.firstAgreement,
      let now = gold.agreement(ofLast: configuration.agreementRounds)
    else { return nil }
    let error = (first.error * first.error + now.error * now.error).squareRoot()
    guard now.value < configuration.leastAgreement,
      first.value - now.value > configuration.agreementFall * error
    else { return nil }
    return "The reward puts two completions of a prompt in the gold judge's order in "
      + "\(readable(now.value * 100)) % of cases up to step "
      + "\(gold.rounds.last?.step ?? 0), \(readable(first.value * 100)) % at the start; chance is 50 %."
  }

  private func disagreement(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard !history.trend(configuration).isFine, let change = history.change(.disagreement),
      change.isRise, change.factor >= configuration.disagreementGrowth
    else { return nil }
    return "The members of the reward disagree by \(readable(change.now)) "
      + "\(history.steps(of: .disagreement)), by \(readable(change.start)) at the start."
  }

  /// A reward that no completion had at the start is news to the reward model, too.
  private func beyond(
    _ history: SignalHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard history.trend(configuration).fall != nil, let reward = history.change(.reward),
      let deviation = history.change(.rewardDeviation)?.start, deviation > 0,
      reward.rise > configuration.rewardRise * deviation
    else { return nil }
    return "The mean reward, \(readable(reward.now)) \(history.steps(of: .reward)), is "
      + "\(readable(reward.rise / deviation)) standard deviations above that of the first "
      + "completions."
  }
}
