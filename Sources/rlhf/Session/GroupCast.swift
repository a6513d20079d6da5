import Batches
import Models
import Runs
import Scoring
import Training

/// The models of a run without a critic, and who judges.
struct GroupCast {
  let policy: LanguageModel
  /// Opened where KL costs something, or where the recipe names it.
  let reference: LanguageModel?
  let reward: any Reward

  /// Opens the models, and checks that they share one vocabulary.
  init(_ ground: Groundwork, _ keys: some GroupKeys) throws {
    policy = try ground.policy(dropsOut: false)
    let needsReference = !keys.reference.isEmpty || keys.group.klCoefficient > 0
    reference = needsReference ? try ground.reference(keys.reference, for: policy) : nil
    reward =
      try keys.rewardCommand.isEmpty
      ? ModelReward(
        ground.scalarModel(keys.rewardModel, called: "the reward model"),
        microBatchSize: keys.group.rowsPerPass, precision: keys.optimization.precision.dtype)
      : patientCommandReward(keys.rewardCommand)
  }

  /// Measures the policy on prompts that it does not learn from, always with the same draws.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: some GroupKeys
  ) throws -> [String: Double] {
    let rowsPerPass = keys.group.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.group.sampling, seed: derivedSeed(ground.settings.seed, "held out"),
      ground.tokenizer, rowsPerPass: rowsPerPass)
    return episodeMetrics(
      of: episodes, scores: try reward.scores(of: episodes), policy: policy,
      reference: reference, rowsPerPass: rowsPerPass)
  }
}
