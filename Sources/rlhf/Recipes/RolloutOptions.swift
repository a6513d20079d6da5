import ArgumentParser

/// The options of every command whose model learns from what it writes.
struct RolloutOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The prompts; the same as --data.", valueName: "file"))
  var prompts: String?

  @Option(help: ArgumentHelp("The reward model.", valueName: "folder"))
  var rewardModel: String?

  @Option(help: ArgumentHelp("A shell command that judges instead.", valueName: "command"))
  var rewardCommand: String?

  @Option(help: ArgumentHelp("The frozen model; by default the model itself.", valueName: "folder"))
  var reference: String?

  @OptionGroup var gold: GoldOptions

  /// The keys that they stand for.
  var flags: [RecipeFlag] {
    [
      RecipeFlag("--prompts", "data", prompts),
      RecipeFlag("--reward-model", "reward_model", rewardModel),
      RecipeFlag("--reward-command", "reward_command", rewardCommand),
      RecipeFlag("--reference", "reference", reference),
    ] + gold.flags
  }
}
