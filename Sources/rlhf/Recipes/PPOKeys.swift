import ArgumentParser
import Generation
import Runs
import Training

/// The keys of the recipe of `rlhf ppo`.
struct PPOKeys: JudgedKeys {
  /// The folder of the frozen model; empty for the model to start from.
  var reference = ""
  /// The folder of the reward model; empty where a command judges.
  var rewardModel = ""
  /// The shell command that judges; empty where a model does.
  var rewardCommand = ""
  /// Several rewards that are added up; empty where one judges.
  var rewards: [RewardEntry] = []
  /// Whether each of several rewards is brought to one scale before it is weighed.
  var scalesRewards = false
  /// The folder that the critic starts from; empty for the reward model, or for the policy with a
  /// new head where a command judges.
  var critic = ""
  /// How the policy learns.
  var ppo = PPOConfiguration()

  var optimization: OptimizationConfiguration { ppo.optimization }

  /// The folders that the run reads beside the model's.
  var folders: [String] { [reference, critic].filter { !$0.isEmpty } + rewardFolders }

  func validate() throws {
    try validateRewards()
    try inSection("ppo", ppo.validate)
    try inSection("ppo.sampling", ppo.sampling.validate)
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
