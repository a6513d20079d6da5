/// The gold rounds of a run so far.
struct GoldHistory {
  /// What was measured on the gold prompts at one step.
  struct Round {
    let step: Int
    /// The gold judge's mean score.
    let score: Double
    /// Its standard error over prompts.
    let error: Double
    /// The mean training reward of the same completions.
    let reward: Double?
    /// The KL to the reference, in nats per completion.
    let kl: Double?
    /// How far the score is below the best so far, prompt by prompt, and the standard error of that.
    let fall: Paired?
    /// The same of the last two rounds taken together, against the best two before.
    let smoothedFall: Paired?
    /// What choosing a completion by the reward gains, as a share of what could be gained.
    let lookahead: Paired?
  }

  /// A mean over prompts with its standard error.
  struct Paired {
    let value: Double
    let error: Double
  }

  private(set) var rounds: [Round] = []

  /// Takes in the metrics of a gold round; others, and rounds without a gold judge, change nothing.
  mutating func add(_ metrics: [String: Double], at step: Int) {
    guard let score = metrics["gold/score"], score.isFinite else { return }
    let round = Round(
      step: step, score: score, error: standardError(in: metrics),
      reward: metrics["gold/reward"].flatMap { $0.isFinite ? $0 : nil },
      kl: metrics["gold/kl"].flatMap { $0.isFinite ? $0 : nil },
      fall: paired("gold/fall", in: metrics),
      smoothedFall: paired("gold/smoothed_fall", in: metrics),
      lookahead: paired("gold/lookahead", in: metrics))
    // A resumed run may give a round again.
    rounds.removeAll { $0.step >= step }
    rounds.append(round)
  }
}

/// A 95 % interval reaches 1.96 standard errors to both sides.
private func standardError(in metrics: [String: Double]) -> Double {
  guard let lower = metrics["gold/score_lower"], let upper = metrics["gold/score_upper"],
    lower.isFinite, upper.isFinite
  else { return .nan }
  return (upper - lower) / 3.92
}

private func paired(_ name: String, in metrics: [String: Double]) -> GoldHistory.Paired? {
  guard let value = metrics[name], let error = metrics[name + "_error"], value.isFinite,
    error.isFinite
  else { return nil }
  return GoldHistory.Paired(value: value, error: error)
}
