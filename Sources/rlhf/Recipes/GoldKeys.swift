import Runs

/// The section `gold`: who judges the policy on the way without ever being learned from.
///
/// A policy finds the errors of the reward that it is trained with. A judge of its own, asked every
/// few steps on prompts that stay the same, shows when only the number goes up.
struct GoldKeys: Codable, Sendable, Equatable {
  /// The folder of a reward model that the training never asks; empty where a command judges.
  var rewardModel = ""
  /// The shell command that judges; empty where a model does.
  var rewardCommand = ""
  /// The file of prompts; empty for the rows that are held out.
  var prompts = ""
  /// Prompts at most.
  var size = 200
  /// Steps between rounds; the start and the end are always measured.
  var every = 20
  /// Completions of each prompt.
  var completionsPerPrompt = 2
  /// Whether the model with the best gold score so far is kept in `best`.
  var keepsBest = true
  /// Rounds without a better gold score after which the run stops; 0 goes on to the end.
  var patience = 0

  /// Whether somebody judges.
  var hasJudge: Bool { !rewardModel.isEmpty || !rewardCommand.isEmpty }

  /// Whether there are rounds: where somebody judges, or prompts are given to watch.
  var isOn: Bool { hasJudge || !prompts.isEmpty }

  /// Refuses values that make no sense, and settings that would have no effect.
  ///
  /// - Parameter learned: The reward models that are learned from.
  func validate(besides learned: [String]) throws {
    guard rewardModel.isEmpty || rewardCommand.isEmpty else {
      throw ConfigurationError(
        "gold.reward_model and gold.reward_command are both given; leave one out")
    }
    guard rewardModel.isEmpty || !learned.contains(rewardModel) else {
      throw ConfigurationError(
        "gold.reward_model is \(rewardModel), which is learned from as well: a judge that the policy "
          + "is trained against cannot tell when it is fooled; give another, such as one trained on "
          + "other comparisons")
    }
    for (key, value) in [
      ("size", size), ("every", every), ("completions_per_prompt", completionsPerPrompt),
    ] where value < 1 {
      throw ConfigurationError("gold.\(key) is \(value) and must be at least 1")
    }
    guard patience >= 0 else {
      throw ConfigurationError("gold.patience is \(patience) and must be at least 0")
    }
    guard patience == 0 || hasJudge else {
      throw ConfigurationError(
        "gold.patience is \(patience) and nobody judges; give gold.reward_model or "
          + "gold.reward_command")
    }
    guard isOn || self == GoldKeys() else {
      throw ConfigurationError(
        "gold has settings and no effect; give gold.reward_model, gold.reward_command or "
          + "gold.prompts")
    }
  }
}
