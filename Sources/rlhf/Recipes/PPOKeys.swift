import ArgumentParser
import Evaluation
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
  /// How the heads of the reward model, and further ones, make one reward.
  var rewardEnsemble = RewardEnsembleKeys()
  /// Several rewards that are added up; empty where one judges.
  var rewards: [RewardEntry] = []
  /// Whether each of several rewards is brought to one scale before it is weighed.
  var scalesRewards = false
  /// Who judges on the way without being learned from.
  var gold = GoldKeys()
  /// What is done when the run goes wrong.
  var diagnosis = DiagnosisConfiguration()
  /// The folder that the critic starts from; empty for the reward model, or for the policy with a
  /// new head where a command judges.
  var critic = ""
  /// The folder of the cost model; empty where nothing or a command judges cost.
  var costModel = ""
  /// The shell command that judges cost; empty where nothing or a model does.
  var costCommand = ""
  /// The file of demonstrations or texts that are learned beside; empty for none.
  var ptxData = ""
  /// How the policy learns.
  var ppo = PPOConfiguration()

  var optimization: OptimizationConfiguration { ppo.optimization }

  /// Whether cost is judged.
  var hasCosts: Bool { !costModel.isEmpty || !costCommand.isEmpty }

  /// The folder that the critic starts from; nil where that is the policy's.
  var criticFolder: String? { [critic, rewardModel].first { !$0.isEmpty } }

  /// The folders and files that the run reads beside the model's and the prompts.
  var inputs: [String] {
    [reference, critic, costModel, ptxData].filter { !$0.isEmpty } + rewardFolders + watchedFiles
  }

  func validate() throws {
    try validateRewards()
    try validateWatching()
    try inSection("ppo", ppo.validate)
    try inSection("ppo.sampling", ppo.sampling.validate)
    try validateCosts()
    guard ptxData.isEmpty == (ppo.ptxCoefficient == 0) else {
      throw ConfigurationError(
        ptxData.isEmpty
          ? "ppo.ptx_coefficient is \(ppo.ptxCoefficient), and ptx_data names no file of texts"
          : "ptx_data is given, and ppo.ptx_coefficient is 0: the texts would have no weight")
    }
  }

  private func validateCosts() throws {
    guard costModel.isEmpty || costCommand.isEmpty else {
      throw ConfigurationError("cost_model and cost_command are both given; leave one out")
    }
    guard hasCosts || ppo.costConstraint == CostConstraint() else {
      throw ConfigurationError(
        "ppo.cost_constraint has no effect where nothing judges cost; give cost_model or "
          + "cost_command, or leave it out")
    }
  }
}

/// The options that only `rlhf ppo` has.
struct PPOOptions: ParsableArguments {
  @OptionGroup var rollout: RolloutOptions

  @Option(help: ArgumentHelp("Where the critic starts; the reward model.", valueName: "folder"))
  var critic: String?

  @Option(help: ArgumentHelp("A model of harm, which is held down.", valueName: "folder"))
  var costModel: String?

  @Option(help: ArgumentHelp("A shell command that judges harm instead.", valueName: "command"))
  var costCommand: String?

  @Option(help: ArgumentHelp("Texts that are not to be forgotten.", valueName: "file"))
  var ptxData: String?

  /// The keys that they stand for.
  var flags: [RecipeFlag] {
    rollout.flags + [
      RecipeFlag("--critic", "critic", critic),
      RecipeFlag("--cost-model", "cost_model", costModel),
      RecipeFlag("--cost-command", "cost_command", costCommand),
      RecipeFlag("--ptx-data", "ptx_data", ptxData),
    ]
  }
}
