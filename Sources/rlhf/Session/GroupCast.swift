import Batches
import Models
import Runs
import Training

/// The models of a run without a critic, and who judges.
struct GroupCast {
  let policy: LanguageModel
  /// Opened where KL costs something, or where the recipe names it.
  let reference: LanguageModel?
  let rewards: OpenRewards

  /// Opens the models, and checks that they share one vocabulary.
  init(_ ground: Groundwork, _ keys: some GroupKeys) throws {
    policy = try ground.policy(dropsOut: false)
    let needsReference = !keys.reference.isEmpty || keys.group.klCoefficient > 0
    reference = needsReference ? try ground.reference(keys.reference, for: policy) : nil
    rewards = try OpenRewards(
      ground, keys, rowsPerPass: keys.group.rowsPerPass,
      precision: keys.optimization.precision.dtype)
  }

  /// Measures the policy on prompts that it does not learn from, always with the same draws.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: some GroupKeys
  ) throws -> [String: Double] {
    let rowsPerPass = keys.group.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.group.sampling, seed: derivedSeed(ground.settings.seed, "held out"),
      ground.tokenizer, rowsPerPass: rowsPerPass)
    return try episodeMetrics(
      of: episodes, judgedBy: rewards.measuring, policy: policy, reference: reference,
      rowsPerPass: rowsPerPass)
  }
}
