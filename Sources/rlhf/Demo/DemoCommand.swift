import ArgumentParser

/// `rlhf demo`: what the demo's world is good for; by itself, the whole loop.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Shows the whole loop on a small world, in minutes.",
    subcommands: [WholeLoopCommand.self, NoiseCommand.self, RubricCommand.self],
    defaultSubcommand: WholeLoopCommand.self)
}
