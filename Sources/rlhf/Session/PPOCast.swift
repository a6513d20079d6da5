import Batches
import Models
import NeuralNetworks
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
  /// Who judges harm, if anyone does.
  let cost: (any Reward)?
  let rewards: OpenRewards

  /// Opens the models, and checks that they share one vocabulary.
  init(_ ground: Groundwork, _ keys: PPOKeys) throws {
    let precision = keys.optimization.precision.dtype
    policy = try ground.policy(dropsOut: false)
    reference = try ground.reference(
      keys.reference, for: policy, moves: keys.ppo.referenceUpdateEvery > 0)
    func judge(_ model: ScalarModel) -> ModelReward {
      ModelReward(model, microBatchSize: keys.optimization.rowsPerPass, precision: precision)
    }
    cost =
      try !keys.costModel.isEmpty
      ? judge(ground.scalarModel(keys.costModel, called: "the cost model"))
      : keys.costCommand.isEmpty ? nil : patientCommandReward(keys.costCommand)
    let headGenerator = Generator(
      seed: derivedSeed(ground.settings.seed, "critic head"), on: ground.device)
    let given =
      try keys.critic.isEmpty
      ? nil
      : ground.scalarModel(keys.critic, called: "the critic", headGenerator: headGenerator)

    rewards = try OpenRewards(
      ground, keys, rowsPerPass: keys.optimization.rowsPerPass, precision: precision)
    // With adapters, the critic needs no memory but theirs; without, it is a copy.
    let hasAdapters = ground.settings.lora.rank > 0
    let start =
      try given ?? rewards.model.map { hasAdapters ? $0 : try $0.copy() }
      ?? ScalarModel(trunkOf: policy.base ?? policy, headGenerator: headGenerator)
    critic = try ground.trainable(start, from: keys.criticFolder ?? ground.settings.model, "critic")
  }

  /// Measures the policy on prompts that it does not learn from, always with the same draws.
  func heldOutMetrics(
    _ prompts: [TokenizedPrompt], _ ground: Groundwork, _ keys: PPOKeys
  ) throws -> [String: Double] {
    let rowsPerPass = keys.optimization.rowsPerPass
    let episodes = try policy.episodes(
      after: prompts, keys.ppo.sampling, seed: derivedSeed(ground.settings.seed, "held out"),
      ground.tokenizer, rowsPerPass: rowsPerPass)
    var metrics = try episodeMetrics(
      of: episodes, judgedBy: rewards.measuring, policy: policy, reference: reference,
      rowsPerPass: rowsPerPass)
    if let costs = try cost?.scores(of: episodes), !costs.isEmpty {
      metrics["objective/costs"] = costs.reduce(0, +) / Double(costs.count)
    }
    return metrics
  }
}
