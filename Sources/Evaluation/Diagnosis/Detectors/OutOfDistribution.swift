import Foundation
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
    let count = configuration.agreementRounds
    guard gold.klGrowth >= configuration.klGrowth, let now = gold.agreement(ofLast: count),
      let best = gold.bestAgreement(beforeLast: count)
    else { return nil }
    let error = (pow(best.agreement.error, 2) + pow(now.error, 2)).squareRoot()
    // The best of several rounds is lucky by about √log n deviations.
    let loss =
      (best.agreement.value - now.value) / error - log(Double(best.roundCount)).squareRoot()
    guard now.value - 0.5 <= configuration.agreementShare * (best.agreement.value - 0.5),
      loss > configuration.agreementLoss
    else { return nil }
    return "The reward puts two completions of a prompt in the gold judge's order in "
      + "\(readable(now.value * 100)) % of cases at step \(gold.rounds.last?.step ?? 0), and in "
      + "\(readable(best.agreement.value * 100)) % at step \(best.step); chance is 50 %. The policy "
      + "is still on its way: the KL grew by a factor of \(readable(gold.klGrowth)) since the round before."
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
