import ArgumentParser
import Datasets
import Foundation
import Runs
import Tokenizers

/// `rlhf tokenizer train`: learns a byte-level BPE from text.
struct TokenizerTrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Learns a byte-level BPE vocabulary from text.",
    discussion: """
      The files are plain text, or .jsonl and .jsonl.gz rows, of which prompts and completions \
      are read. The first special token ends texts.
      """)

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Text or rows to learn from.", valueName: "files"))
  var input: [String]

  @Option(help: "Tokens in all, the 256 bytes and the special ones among them.")
  var vocabularySize: Int

  @Option(help: ArgumentHelp("Where the tokenizer goes.", valueName: "folder"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "A special token; may be repeated. <|endoftext|> by default.",
      valueName: "token"))
  var special: [String] = []

  @Option(help: ArgumentHelp("A chat template in Jinja.", valueName: "file"))
  var chatTemplate: String?

  @Flag(help: "Replaces a tokenizer that is there.")
  var overwrite = false

  func run() throws {
    let folder = URL(fileURLWithPath: output)
    if !overwrite { try refuseExisting(folder.appendingPathComponent("tokenizer.json")) }
    let specialTokens = special.isEmpty ? ["<|endoftext|>"] : special
    let template = try chatTemplate.map { try readText(URL(fileURLWithPath: $0)) }
    let texts = try input.flatMap { try readTexts(URL(fileURLWithPath: $0)) }
    let trainer = BytePairTrainer(vocabularySize: vocabularySize, specialTokens: specialTokens)
    let learned = try trainer.train(on: texts)
    let tokenizer = try learned.configured(
      endOfText: specialTokens.first, padding: specialTokens.first, chatTemplate: template)
    try tokenizer.save(to: folder)
    if tokenizer.vocabularySize < vocabularySize {
      note("The text has no more pairs to join, so the vocabulary is smaller than asked for.")
    }
    print("\(counted(tokenizer.vocabularySize, "token")) written to \(displayed(folder))")
  }
}

/// Reads the texts of a file: the whole of it, or the prompts and completions of its rows.
private func readTexts(_ file: URL) throws -> [String] {
  let name = file.lastPathComponent
  guard name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.gz") else { return [try readText(file)] }
  return try readDemonstrations(from: file).rows.flatMap { row in
    texts(in: row.prompt) + texts(in: row.completion)
  }
}

private func texts(in content: Content) -> [String] {
  switch content {
  case .text(let text): [text]
  case .messages(let messages): messages.map(\.content)
  }
}

/// Reads a text file; what is not valid UTF-8 becomes U+FFFD.
func readText(_ file: URL) throws -> String {
  do { return String(decoding: try Data(contentsOf: file), as: UTF8.self) } catch {
    throw RefusedInput(
      "cannot read \(displayed(file)): \(error.localizedDescription); check the path and its "
        + "permissions")
  }
}
