import ArgumentParser
import Generation
import Runs
import Training

/// The keys of the recipe of `rlhf ppo`.
struct PPOKeys: AlgorithmKeys {
  /// The folder of the frozen model; empty for the model to start from.
  var reference = ""
  /// The folder of the reward model; empty where a command judges.
  var rewardModel = ""
  /// The shell command that judges; empty where a model does.
  var rewardCommand = ""
  /// The folder that the critic starts from; empty for the reward model, or for the policy with a
  /// new head where a command judges.
  var critic = ""
  /// How the policy learns.
  var ppo = PPOConfiguration()

  var optimization: OptimizationConfiguration { ppo.optimization }

  /// The folders that the run reads beside the model's.
  var folders: [String] { [reference, rewardModel, critic].filter { !$0.isEmpty } }

  func validate() throws {
    try requireOneJudge(model: rewardModel, command: rewardCommand)
    try inSection("ppo", ppo.validate)
    try inSection("ppo.sampling", ppo.sampling.validate)
  }
}

/// Refuses a recipe that names no judge, or two.
func requireOneJudge(model: String, command: String) throws {
  guard model.isEmpty != command.isEmpty else {
    throw ConfigurationError(
      "reward_model and reward_command are \(model.isEmpty ? "both empty" : "both given"); "
        + "give one: --reward-model FOLDER or --reward-command COMMAND")
  }
}

/// The options that only `rlhf ppo` has.
struct PPOOptions: ParsableArguments {
  @OptionGroup var rollout: RolloutOptions

  @Option(help: ArgumentHelp("Where the critic starts; the reward model.", valueName: "folder"))
  var critic: String?

  /// The keys that they stand for.
  var flags: [RecipeFlag] { rollout.flags + [RecipeFlag("--critic", "critic", critic)] }
}
