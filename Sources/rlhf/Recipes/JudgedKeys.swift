import Runs

/// The keys of a recipe that say who judges what a policy writes.
protocol JudgedKeys: WatchedKeys {
  /// The folder of the reward model; empty where somebody else judges.
  var rewardModel: String { get }
  /// The shell command that judges; empty where somebody else does.
  var rewardCommand: String { get }
  /// Several rewards that are added up; empty where one judges.
  var rewards: [RewardEntry] { get }
  /// How the heads of the reward model, and further ones, make one reward.
  var rewardEnsemble: RewardEnsembleKeys { get }
  /// Whether each of several rewards is brought to one scale before it is weighed.
  var scalesRewards: Bool { get }
}

extension JudgedKeys {
  /// The folders of reward models.
  var rewardFolders: [String] {
    ([rewardModel] + rewardEnsemble.members + rewards.map(\.model)).filter { !$0.isEmpty }
  }

  /// Refuses watching that makes no sense.
  func validateWatching() throws { try validateWatching(besides: rewardFolders) }

  /// Refuses a recipe that names no judge, or two that exclude each other.
  func validateRewards() throws {
    let given = [!rewardModel.isEmpty, !rewardCommand.isEmpty, !rewards.isEmpty].count { $0 }
    guard given == 1 else {
      throw ConfigurationError(
        "reward_model, reward_command and rewards are "
          + "\(given == 0 ? "all empty" : "given together"); give one: --reward-model FOLDER, "
          + "--reward-command COMMAND, or a list of rewards")
    }
    guard !scalesRewards || !rewards.isEmpty else {
      throw ConfigurationError("scales_rewards has no effect without a list of rewards")
    }
    try rewardEnsemble.validate(hasModel: !rewardModel.isEmpty)
    for (index, entry) in rewards.enumerated() { try entry.validate(at: index) }
    let names = rewards.map(\.name)
    if let index = names.indices.first(where: { names[..<$0].contains(names[$0]) }) {
      throw ConfigurationError(
        "rewards[\(index)].name is \(names[index]), as that of an earlier one; give it another")
    }
  }
}
