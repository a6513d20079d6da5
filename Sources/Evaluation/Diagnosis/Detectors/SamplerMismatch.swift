import Statistics

/// Whether the trained policy gives its own samples the probabilities that the sampler gave them.
///
/// Before the first update of a rollout the two are one, and every ratio is 1; over all updates the
/// mean ratio stays near 1, since E[π/π_old] = 1 under π_old.
struct SamplerMismatch: Detector {
  let verdict = Verdict.samplerMismatch

  func evidence(in history: SignalHistory, _ configuration: DiagnosisConfiguration) -> [String] {
    if let error = history.last(.firstRatioError), error.value > configuration.firstRatioError {
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
