import ArgumentParser

/// `rlhf grpo`: moves a policy to those of its completions that did better than their like.
struct GRPOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grpo",
    abstract: "Moves a policy to its better completions of each prompt, without a critic.",
    discussion: """
      Group relative policy optimization. Rows: {"prompt": …}; of demonstrations and comparisons \
      the prompts are taken. The reward is a model of `rlhf reward`, or a command that reads lines \
      like {"prompt": …, "completion": …} and answers each with a line like {"reward": 0.5}.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions

  func run() throws { try trainOnGroups(GRPOKeys.self, options, models) }
}
