import ArgumentParser

/// The options of every command whose policy can be watched by a judge that it never learns from.
struct GoldOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("A reward model that judges, never learned from.", valueName: "folder"))
  var goldModel: String?

  @Option(help: ArgumentHelp("A shell command that judges so instead.", valueName: "command"))
  var goldCommand: String?

  @Option(help: ArgumentHelp("The prompts whose completions are judged so.", valueName: "file"))
  var goldPrompts: String?

  /// The keys that they stand for.
  var flags: [RecipeFlag] {
    [
      RecipeFlag("--gold-model", "gold.reward_model", goldModel),
      RecipeFlag("--gold-command", "gold.reward_command", goldCommand),
      RecipeFlag("--gold-prompts", "gold.prompts", goldPrompts),
    ]
  }
}
