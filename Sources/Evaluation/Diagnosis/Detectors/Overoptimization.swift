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
    guard let round = gold.rounds.last, let lookahead = round.lookahead, lookahead.error > 0,
      -lookahead.value / lookahead.error > configuration.lookaheadErrors
    else { return nil }
    return "Of a prompt's completions the gold judge thinks less of the one that the reward likes "
      + "best (step \(round.step)): by \(readable(-lookahead.value * 100)) % of what its own "
      + "choice would gain."
  }
}
