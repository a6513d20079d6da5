import ArgumentParser

/// `rlhf plan sft`.
struct PlanSFT: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sft", abstract: "Plans a run of rlhf sft.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var plan: PlanOptions

  func run() throws { try plan.plan(SFTKeys.self, options) }
}

/// `rlhf plan reward`.
struct PlanReward: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reward", abstract: "Plans a run of rlhf reward.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var plan: PlanOptions

  func run() throws { try plan.plan(RewardKeys.self, options) }
}

/// `rlhf plan ppo`.
struct PlanPPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ppo", abstract: "Plans a run of rlhf ppo.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: PPOOptions
  @OptionGroup var plan: PlanOptions

  func run() throws { try plan.plan(PPOKeys.self, options, models.flags) }
}

/// `rlhf plan grpo`.
struct PlanGRPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grpo", abstract: "Plans a run of rlhf grpo.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions
  @OptionGroup var plan: PlanOptions

  func run() throws { try plan.plan(GRPOKeys.self, options, models.flags) }
}

/// `rlhf plan rloo`.
struct PlanRLOO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rloo", abstract: "Plans a run of rlhf rloo.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions
  @OptionGroup var plan: PlanOptions

  func run() throws { try plan.plan(RLOOKeys.self, options, models.flags) }
}

/// `rlhf plan dpo`.
struct PlanDPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dpo", abstract: "Plans a run of rlhf dpo.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var gold: GoldOptions
  @OptionGroup var plan: PlanOptions

  @Option(help: ArgumentHelp("The frozen model; by default the model itself.", valueName: "folder"))
  var reference: String?

  func run() throws {
    try plan.plan(
      DPOKeys.self, options,
      [RecipeFlag("--reference", "reference", reference)] + gold.flags)
  }
}

/// `rlhf plan online-dpo`.
struct PlanOnlineDPO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "online-dpo", abstract: "Plans a run of rlhf online-dpo.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var models: RolloutOptions
  @OptionGroup var plan: PlanOptions

  @Option(help: ArgumentHelp("A shell command that compares two at once.", valueName: "command"))
  var judgeCommand: String?

  func run() throws {
    try plan.plan(
      OnlineDPOKeys.self, options,
      models.flags + [RecipeFlag("--judge-command", "judge_command", judgeCommand)])
  }
}

/// `rlhf plan kto`.
struct PlanKTO: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kto", abstract: "Plans a run of rlhf kto.")

  @OptionGroup var options: TrainingOptions
  @OptionGroup var gold: GoldOptions
  @OptionGroup var plan: PlanOptions

  @Option(help: ArgumentHelp("The frozen model; by default the model itself.", valueName: "folder"))
  var reference: String?

  func run() throws {
    try plan.plan(
      KTOKeys.self, options,
      [RecipeFlag("--reference", "reference", reference)] + gold.flags)
  }
}
