import ArgumentParser

/// `rlhf label`: people judge what models write.
struct LabelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "label", abstract: "Lets people judge completions, and keeps what they say.",
    discussion: """
      The way: init makes a store and a link for its administrator; import brings in prompts, and \
      candidates lets a model complete them; serve shows them to labelers; export writes what they \
      said for rlhf reward, dpo and sft. Only one process writes to a store at a time: stats, \
      audit, verify, export and backup also work beside a running server, the others ask you to \
      stop it first.
      """,
    groupedSubcommands: [
      CommandGroup(
        name: "Project",
        subcommands: [
          LabelInitCommand.self, LabelServeCommand.self, LabelInviteCommand.self,
          LabelSettingsCommand.self,
        ]),
      CommandGroup(
        name: "What to judge",
        subcommands: [
          LabelImportCommand.self, LabelCandidatesCommand.self,
          LabelScoresCommand.self, LabelNextCommand.self, LabelJudgeCommand.self,
        ]),
      CommandGroup(
        name: "What was judged",
        subcommands: [LabelStatsCommand.self, LabelAuditCommand.self, LabelExportCommand.self]),
      CommandGroup(
        name: "Safety",
        subcommands: [
          LabelVerifyCommand.self, LabelBackupCommand.self,
          LabelRestoreCommand.self,
        ]),
    ])
}
