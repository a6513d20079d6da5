import ArgumentParser

/// `rlhf tokenizer`: makes a tokenizer, or looks into one.
struct TokenizerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokenizer", abstract: "Trains a tokenizer, or looks into one.",
    subcommands: [
      TokenizerTrainCommand.self, TokenizerEncodeCommand.self, TokenizerDecodeCommand.self,
      TokenizerInspectCommand.self,
    ])
}
