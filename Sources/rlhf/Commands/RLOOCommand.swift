import ArgumentParser

/// `rlhf rloo`: moves a policy by REINFORCE, with the other completions of a prompt as baseline.
struct RLOOCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rloo",
    abstract: "Moves a policy by REINFORCE with a leave-one-out baseline.",
    discussion: """
      Rows: {"prompt": …}; of demonstrations and comparisons the prompts are taken. The reward is \
      a model of `rlhf reward`, or a command that reads lines like {"prompt": …, "completion": …} \
      and answers each with a line like {"reward": 0.5}.
      """)

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions

  func run() throws { try trainOnGroups(RLOOKeys.self, options, models) }
}
