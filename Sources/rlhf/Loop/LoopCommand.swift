import ArgumentParser
import Foundation
import Runs

/// `rlhf loop`: candidates, judgements, a reward model, PPO, and again with the new policy.
struct LoopCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loop", abstract: "Goes round: candidates, judgements, reward model, PPO.",
    discussion: """
      Each round lets the current policy complete prompts, waits until people have judged them, \
      trains a reward model on all judgements so far, and moves the policy by PPO. While \
      judgements are missing it ends with status 75 and says how many; label them, and the same \
      command with --resume goes on. The runs in it are ordinary ones, in round-1/reward, \
      round-1/ppo and so on.
      """)

  @Option(
    name: .customLong("config"), help: ArgumentHelp("A YAML file of values.", valueName: "recipe"))
  var recipe: String?

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Replaces a value of the recipe; may be repeated.", valueName: "key=value"))
  var settings: [String] = []

  @Option(help: ArgumentHelp("The model to start from, after SFT.", valueName: "folder"))
  var model: String?

  @Option(help: ArgumentHelp("Prompts: .jsonl or .jsonl.gz.", valueName: "file"))
  var prompts: String?

  @Option(help: ArgumentHelp("Where the rounds and the store go.", valueName: "folder"))
  var output: String?

  @Flag(help: "Goes on with the loop in the output folder.")
  var resume = false

  func run() throws {
    let flags = [("model", model), ("prompts", prompts), ("output", output)]
    let overrides = flags.compactMap { key, value in value.map { "\(key)=\($0.quotedForYAML)" } }
    let configured = try configure(
      LoopConfiguration(), recipe: recipe.map { URL(fileURLWithPath: $0) },
      overrides: settings + overrides)
    var loop = try LoopRun(configured, resuming: resume)
    try loop.run()
  }
}
