import Batches
import Models
import Runs
import Scoring
import Torch
import Training

/// Starts a reward command; says when it keeps us waiting, and does not outlast a Ctrl-C.
func patientCommandReward(_ command: String) throws -> CommandReward {
  try CommandReward(command) { seconds in
    if Interruption.isRequested { throw RefusedInput("stopped while ‘\(command)’ was silent") }
    guard seconds == 10 else { return }
    note("‘\(command)’ has been silent for 10 seconds: it must answer each line and flush.")
  }
}

/// The models of a PPO run, and who judges.
struct PPOCast {
  let policy: LanguageModel
  let reference: LanguageModel
  let critic: ScalarModel
  let reward: any Reward

  /// Opens the models, and checks that they share one vocabulary.
  init(_ ground: Groundwork, _ keys: PPOKeys) throws {
    let precision = keys.optimization.precision.dtype
    policy = try ground.policy(dropsOut: false)
    reference = try ground.reference(keys.reference, for: policy)
    let headGenerator = Generator(
      seed: derivedSeed(ground.settings.seed, "critic head"), on: ground.device)
    let given =
      try keys.critic.isEmpty
      ? nil
      : ground.scalarModel(keys.critic, called: "the critic", headGenerator: headGenerator)

    guard keys.rewardCommand.isEmpty else {
      reward = try patientCommandReward(keys.rewardCommand)
      critic = try ground.trainable(
        given ?? ScalarModel(trunkOf: policy.base ?? policy, headGenerator: headGenerator),
        from: keys.critic.isEmpty ? ground.settings.model : keys.critic, "critic")
      return
    }
    let model = try ground.scalarModel(keys.rewardModel, called: "the reward model")
    // With adapters, the critic needs no memory but theirs; without, it is a copy.
    let start = try given ?? (ground.settings.lora.rank > 0 ? model : model.copy())
    critic = try ground.trainable(
      start, from: keys.critic.isEmpty ? keys.rewardModel : keys.critic, "critic")
    reward = ModelReward(
      model, microBatchSize: keys.optimization.rowsPerPass, precision: precision)
  }

  /// Measures the policy on prompts that it does not learn from, always with the same draws.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: PPOKeys
  ) throws -> [String: Double] {
    let rowsPerPass = keys.optimization.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.ppo.sampling, seed: derivedSeed(ground.settings.seed, "held out"),
      ground.tokenizer, rowsPerPass: rowsPerPass)
    return episodeMetrics(
      of: episodes, scores: try reward.scores(of: episodes), policy: policy,
      reference: reference, rowsPerPass: rowsPerPass)
  }
}
