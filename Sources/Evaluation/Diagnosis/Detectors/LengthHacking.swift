import Statistics

/// Whether the reward rises because completions grow.
///
/// The share of the gain that length explains, as a straight line: slope · ΔL / ΔR, the slope of
/// reward over length in the mean of the first and the last rollouts. Singhal et al. 2023
/// (arXiv:2310.03716) split the gain by bins of length instead.
struct LengthHacking: Detector {
  let verdict = Verdict.lengthHacking

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    let trend = history.trend(configuration)
    guard !trend.isFine, let length = history.change(.length), length.isRise,
      let reward = history.change(.reward), reward.isRise,
      let slope = history.change(.lengthSlope),
      let correlation = history.now(.lengthCorrelation)
    else { return [] }
    let share = (slope.start + slope.now) / 2 * length.rise / reward.rise
    let isKnown = !trend.isUnknown
    let leastShare = isKnown ? configuration.lengthShare : configuration.blindLengthShare
    let leastGrowth = isKnown ? configuration.lengthGrowth : configuration.blindLengthGrowth
    guard share >= leastShare, length.factor >= leastGrowth,
      isKnown || correlation >= configuration.blindLengthCorrelation
    else { return [] }
    return [
      "Completions grew from \(readable(length.start)) to \(readable(length.now)) tokens, the "
        + "reward from \(readable(reward.start)) to \(readable(reward.now)) "
        + "(\(history.steps(of: .length))).",
      "Length explains \(readable(min(share, 9.99) * 100)) % of the reward's gain; in a rollout it "
        + "goes with the reward at r = \(readable(correlation)).",
    ] + [trend.fall?.sentence].compactMap(\.self)
  }
}
