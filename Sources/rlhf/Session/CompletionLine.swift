import Batches
import Datasets
import Foundation
import Generation
import Tokenizers

/// A completion as `rlhf generate` writes it: one JSON line.
struct CompletionLine: Encodable {
  private let prompt: PromptText
  private let completion: String
  private let finishReason: FinishReason
  private let logProbability: Double
  private let tokens: [Int]

  /// Takes from a completion what is written.
  init(_ prompt: TokenizedPrompt, _ completion: Completion, _ tokenizer: Tokenizer) {
    self.prompt = PromptText(content: prompt.prompt.content)
    self.completion = completion.text(tokenizer)
    finishReason = completion.finishReason
    logProbability = completion.logProbabilities.reduce(0) { $0 + Double($1) }
    tokens = completion.tokens
  }

  enum CodingKeys: String, CodingKey {
    case prompt, completion, tokens
    case finishReason = "finish_reason"
    case logProbability = "log_probability"
  }

  /// Prints the prompt and the completion for a reader.
  func show() {
    print("▸ \(prompt.text)\n\(completion)\n")
  }

  /// All lines, one after another.
  static func json(_ lines: [CompletionLine]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try lines.reduce(into: Data()) { data, line in
      data += try encoder.encode(line) + Data("\n".utf8)
    }
  }
}

/// A prompt as a JSON string, or as a list of turns.
struct PromptText: Encodable {
  let content: Content

  var text: String {
    switch content {
    case .text(let text): text
    case .messages(let messages):
      messages.map { "\($0.role): \($0.content)" }.joined(separator: "\n  ")
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch content {
    case .text(let text): try text.encode(to: encoder)
    case .messages(let messages): try messages.encode(to: encoder)
    }
  }
}
