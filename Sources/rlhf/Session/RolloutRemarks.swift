/// What is said of rollouts that teach little, each once in a run.
///
/// Defaults that silently give no signal are a known complaint: completions that are all cut off before
/// their answer, groups whose rewards are all equal.
struct RolloutRemarks {
  private var made: Set<String> = []

  /// What there is to say of a step's metrics for the first time.
  mutating func remarks(on metrics: [String: Double]) -> [String] {
    let all: [(metric: String, limit: Double, remark: String)] = [
      (
        "completions/clipped_ratio", 0.5,
        "more than half of the completions were cut off before their end: raise "
          + "maximum_new_tokens, or see rlhf doctor for the token that ends a text"
      ),
      (
        "frac_reward_zero_std", 0.8,
        "in most groups all rewards are equal, which teaches nothing: take prompts that are "
          + "neither always nor never answered well, or more completions of each"
      ),
      (
        "ties", 0.5,
        "on most prompts neither completion is better, which teaches nothing: raise the "
          + "temperature, or take a judge that tells more apart"
      ),
    ]
    return all.filter { (metrics[$0.metric] ?? 0) > $0.limit && made.insert($0.metric).inserted }
      .map { "\($0.remark) (\($0.metric))" }
  }
}
