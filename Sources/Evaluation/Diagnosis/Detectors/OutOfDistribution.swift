import Statistics

/// Whether the reward model judges texts that are unlike those it learned from.
///
/// Of n completions of the policy the one that the reward likes best is what a policy would write
/// that is up to log n − (n − 1)/n nats further on the reward's way. So the gold score is about to turn where
/// choosing by the reward gains little. A policy that has come to rest, held by the price of KL among
/// completions that are all good, does not turn: it must still be on its way.
struct OutOfDistribution: Detector {
  let verdict = Verdict.outOfDistribution

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    let found = [
      lookahead(history.gold, configuration), disagreement(history, configuration),
      beyond(history, configuration),
    ].compactMap(\.self)
    let fall = history.trend(configuration).fall
    return found.isEmpty ? [] : found + [fall?.sentence].compactMap(\.self)
  }

  private func lookahead(
    _ gold: GoldHistory, _ configuration: DiagnosisConfiguration
  ) -> String? {
    guard gold.klGrowth >= configuration.klGrowth, let first = gold.rounds.first?.lookahead,
      let round = gold.rounds.last, let now = round.lookahead
    else { return nil }
    let most = min(configuration.leastLookahead, configuration.lookaheadShare * first.value)
    guard now.value + now.error < most else { return nil }
    return "Choosing a completion by the reward gains \(readable(now.value * 100)) % of what the "
      + "gold judge's own choice would at step \(round.step), \(readable(first.value * 100)) % at the "
      + "start: further on the reward's way the gold score is about to turn."
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
