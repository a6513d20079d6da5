import Statistics

/// Whether the trained policy gives its own samples the probabilities that the sampler gave them.
///
/// Before the first update of a rollout the two are one, and every ratio is 1. Where that is not
/// recorded, the mean over all updates must do: it stays near 1, since E[π/π_old] = 1 under π_old,
/// but one completion that became much likelier can lift the mean of a sound run.
struct SamplerMismatch: Detector {
  let verdict = Verdict.samplerMismatch

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    if let error = history.last(.firstRatioError) {
      guard error.value > configuration.firstRatioError else { return [] }
      return [
        "At the first update of step \(error.step) the ratio is \(readable(error.value)) away from "
          + "1 in the mean over tokens; where sampler and policy are one it is exactly 1."
      ]
    }
    guard let ratio = history.now(.ratio), abs(ratio - 1) > configuration.ratioError else {
      return []
    }
    return [
      "The mean ratio is \(readable(ratio)) \(history.steps(of: .ratio)); over tokens of the "
        + "sampler its expectation is 1."
    ]
  }
}
