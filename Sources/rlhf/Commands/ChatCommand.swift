import ArgumentParser
import Datasets
import Foundation
import Generation
import Models
import Tokenizers
import Torch

/// `rlhf chat`: a conversation on standard input and output.
struct ChatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "chat", abstract: "Talks with a model.",
    discussion: """
      A model with a chat template gets turns; one without continues the text so far. \
      /reset forgets the conversation, /quit ends it. In a pipe, each line is a turn.
      """)

  @Option(help: ArgumentHelp("The model.", valueName: "folder"))
  var model: String

  @Option(help: ArgumentHelp("What the model is told first.", valueName: "text"))
  var system: String?

  @OptionGroup var options: SamplingOptions

  func run() throws {
    let sampling = try options.configuration()
    let open = try OpenModel(folder: URL(fileURLWithPath: model), device: options.device)
    var conversation = try Conversation(open, system: system)
    let generator = Generator(seed: options.seed, on: open.model.device)
    if !conversation.hasTurns {
      note("The model has no chat template: it goes on with the text so far.")
    }

    while let line = question() {
      switch line {
      case "/quit", "/exit": return
      case "/reset": conversation.reset()
      case "": continue
      default:
        do {
          try answer(line, in: &conversation, open, sampling, generator)
        } catch {
          note("error: \(sentence(about: error))")
        }
      }
    }
  }

  /// Reads a line; the mark before it is only for people.
  private func question() -> String? {
    if isatty(STDIN_FILENO) != 0 {
      FileHandle.standardError.write(Data("› ".utf8))
    }
    return readLine()
  }

  private func answer(
    _ line: String, in conversation: inout Conversation, _ open: OpenModel,
    _ sampling: SamplingConfiguration, _ generator: Generator
  ) throws {
    let prompt = try conversation.prompt(
      after: line, leaving: sampling.maximumNewTokens)
    var stream = StreamingDecoder(open.tokenizer)
    let completions = try generate(
      from: open.model, prompts: [prompt], sampling, using: generator, tokenizer: open.tokenizer
    ) { _, token in
      write(stream.append(token))
    }
    write(stream.finish() + "\n")
    for completion in completions { conversation.append(completion.text(open.tokenizer)) }
  }

  private func write(_ text: String) {
    FileHandle.standardOutput.write(Data(text.utf8))
  }
}
