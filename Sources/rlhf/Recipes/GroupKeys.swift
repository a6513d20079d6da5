import Generation
import Runs
import Training

/// The keys of a command that compares the completions of each prompt.
protocol GroupKeys: AlgorithmKeys {
  /// The command, and the section of the recipe that says how the policy learns.
  static var name: String { get }
  /// The folder of the frozen model; empty for the model to start from.
  var reference: String { get }
  /// The folder of the reward model; empty where a command judges.
  var rewardModel: String { get }
  /// The shell command that judges; empty where a model does.
  var rewardCommand: String { get }
  /// How the policy learns.
  var group: GroupConfiguration { get }
}

extension GroupKeys {
  var optimization: OptimizationConfiguration { group.optimization }

  /// The folders that the run reads beside the model's.
  var folders: [String] { [reference, rewardModel].filter { !$0.isEmpty } }

  func validate() throws {
    try requireOneJudge(model: rewardModel, command: rewardCommand)
    try inSection(Self.name, group.validate)
    try inSection("\(Self.name).sampling", group.sampling.validate)
  }
}

/// The keys of the recipe of `rlhf grpo`.
struct GRPOKeys: GroupKeys {
  static let name = "grpo"
  var reference = ""
  var rewardModel = ""
  var rewardCommand = ""
  var grpo = GroupConfiguration.grpo

  var group: GroupConfiguration { grpo }
}

/// The keys of the recipe of `rlhf rloo`.
struct RLOOKeys: GroupKeys {
  static let name = "rloo"
  var reference = ""
  var rewardModel = ""
  var rewardCommand = ""
  var rloo = GroupConfiguration.rloo

  var group: GroupConfiguration { rloo }
}
