import Evaluation
import Generation
import Runs
import Training

/// The keys of a command that compares the completions of each prompt.
protocol GroupKeys: JudgedKeys {
  /// The command, and the section of the recipe that says how the policy learns.
  static var name: String { get }
  /// The folder of the frozen model; empty for the model to start from.
  var reference: String { get }
  /// How the policy learns.
  var group: GroupConfiguration { get }
}

extension GroupKeys {
  var optimization: OptimizationConfiguration { group.optimization }

  /// The folders and files that the run reads beside the model's and the prompts.
  var inputs: [String] { [reference].filter { !$0.isEmpty } + rewardFolders + watchedFiles }

  func validate() throws {
    try validateRewards()
    try validateWatching()
    try inSection(Self.name, group.validate)
    try inSection("\(Self.name).sampling", group.sampling.validate)
    guard group.advantages == .groupScaledEach else { return }
    guard rewards.count > 1 else {
      throw ConfigurationError(
        "\(Self.name).advantages is groupScaledEach, and rewards lists \(rewards.count); it scales "
          + "each of several: give more, or take groupScaled")
    }
    guard !scalesRewards else {
      throw ConfigurationError(
        "scales_rewards has no effect: \(Self.name).advantages groupScaledEach scales each reward")
    }
  }
}

/// The keys of the recipe of `rlhf grpo`.
struct GRPOKeys: GroupKeys {
  static let name = "grpo"
  var reference = ""
  var rewardModel = ""
  var rewardCommand = ""
  var rewardEnsemble = RewardEnsembleKeys()
  var rewards: [RewardEntry] = []
  var scalesRewards = false
  /// Who judges on the way without being learned from.
  var gold = GoldKeys()
  /// What is done when the run goes wrong.
  var diagnosis = DiagnosisConfiguration()
  var grpo = GroupConfiguration.grpo

  var group: GroupConfiguration { grpo }
}

/// The keys of the recipe of `rlhf rloo`.
struct RLOOKeys: GroupKeys {
  static let name = "rloo"
  var reference = ""
  var rewardModel = ""
  var rewardCommand = ""
  var rewardEnsemble = RewardEnsembleKeys()
  var rewards: [RewardEntry] = []
  var scalesRewards = false
  /// Who judges on the way without being learned from.
  var gold = GoldKeys()
  /// What is done when the run goes wrong.
  var diagnosis = DiagnosisConfiguration()
  var rloo = GroupConfiguration.rloo

  var group: GroupConfiguration { rloo }
}
