import Evaluation
import Generation
import Runs
import Training

/// The keys of the recipe of `rlhf online-dpo`.
struct OnlineDPOKeys: JudgedKeys {
  /// The folder of the frozen model; empty for the model to start from.
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
  /// The shell command that compares two completions at once; empty where a reward judges.
  var judgeCommand = ""
  /// How the policy learns.
  var onlineDPO = OnlineDPOConfiguration()

  var optimization: OptimizationConfiguration { onlineDPO.dpo.optimization }

  /// The folders and files that the run reads beside the model's and the prompts.
  var inputs: [String] { [reference].filter { !$0.isEmpty } + rewardFolders + watchedFiles }

  func validate() throws {
    try validateJudge()
    try validateWatching()
    try inSection("online_dpo", onlineDPO.validate)
    try inSection("online_dpo.sampling", onlineDPO.sampling.validate)
    guard reference.isEmpty || !onlineDPO.dpo.referenceFree else {
      throw ConfigurationError(
        "reference is \(reference) and online_dpo.dpo.reference_free is true; leave one of them out"
      )
    }
  }

  private func validateJudge() throws {
    guard !judgeCommand.isEmpty else { return try validateRewards() }
    guard rewardModel.isEmpty && rewardCommand.isEmpty && rewards.isEmpty else {
      throw ConfigurationError(
        "judge_command is given, and a reward as well; leave one of them out")
    }
    guard onlineDPO.missingEndPenalty == 0 else {
      throw ConfigurationError(
        "online_dpo.missing_end_penalty is \(onlineDPO.missingEndPenalty) and must be 0: "
          + "judge_command gives no scores to take it off")
    }
  }
}
