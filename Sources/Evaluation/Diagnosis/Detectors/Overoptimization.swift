import Statistics

/// Whether the gold score falls while the reward rises, or must fall.
///
/// Reward models are proxies, and too much of them costs what they stand for; Gao et al. 2022
/// (arXiv:2210.10760).
struct Overoptimization: Detector {
  let verdict = Verdict.overoptimization

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    [fall(history.gold, configuration), order(history.gold, configuration)].compactMap(\.self)
  }

  private func fall(_ gold: GoldHistory, _ configuration: DiagnosisConfiguration) -> String? {
    guard let fall = gold.fall, fall.size > 0, fall.strength >= configuration.fall else {
      return nil
    }
    guard let rise = fall.rewardRise else { return fall.sentence }
    guard rise > 0 else { return nil }
    return fall.sentence + " The reward of the same completions rose by \(readable(rise))."
  }

  /// A reward that puts completions in the wrong order makes every step a step down.
  private func order(_ gold: GoldHistory, _ configuration: DiagnosisConfiguration) -> String? {
    guard let now = gold.agreement(ofLast: configuration.agreementRounds), now.error > 0,
      (0.5 - now.value) / now.error > configuration.agreementFall, let step = gold.rounds.last?.step
    else { return nil }
    return "The reward puts two completions of a prompt in the gold judge's order in only "
      + "\(readable(now.value * 100)) % of cases (up to step \(step)), less than by chance: what it "
      + "rewards is worse."
  }
}
