import Batches
import Models
import Runs
import Scoring
import Torch
import Training

/// Starts a reward command; says when it keeps us waiting, and does not outlast a Ctrl-C.
func patientCommandReward(_ command: String) throws -> CommandReward {
  try CommandReward(command, onSilence: patience(with: command))
}

/// What is done while a command is silent: after a while it is said, and Ctrl-C ends the waiting.
func patience(with command: String) -> (_ seconds: Int) throws -> Void {
  { seconds in
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
  let rewards: OpenRewards

  /// Opens the models, and checks that they share one vocabulary.
  init(_ ground: Groundwork, _ keys: PPOKeys) throws {
    let precision = keys.optimization.precision.dtype
    policy = try ground.languageModel()
    reference =
      keys.reference.isEmpty
      ? try policy.copy() : try ground.languageModel(keys.reference, called: "the reference")
    let headGenerator = Generator(
      seed: derivedSeed(ground.settings.seed, "critic head"), on: ground.device)
    let given =
      try keys.critic.isEmpty
      ? nil
      : ground.scalarModel(keys.critic, called: "the critic", headGenerator: headGenerator)

    rewards = try OpenRewards(
      ground, keys, rowsPerPass: keys.optimization.rowsPerPass, precision: precision)
    critic =
      try given ?? rewards.model?.copy()
      ?? ScalarModel(trunkOf: policy, headGenerator: headGenerator)
  }

  /// Measures the policy on prompts that it does not learn from, always with the same draws.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: PPOKeys
  ) throws -> [String: Double] {
    let rowsPerPass = keys.optimization.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.ppo.sampling, seed: derivedSeed(ground.settings.seed, "held out"),
      ground.tokenizer, rowsPerPass: rowsPerPass)
    return try episodeMetrics(
      of: episodes, judgedBy: rewards.measuring, policy: policy, reference: reference,
      rowsPerPass: rowsPerPass)
  }
}
