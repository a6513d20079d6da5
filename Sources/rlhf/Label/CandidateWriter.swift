import Batches
import Datasets
import Feedback
import Foundation
import Generation
import Models
import Tokenizers

/// A checkpoint that completes prompts, with all that is to be known of where its texts come from.
struct CandidateWriter {
  /// A text, and why it ended: `end`, `length` or `stop`.
  typealias Written = (text: String, finishReason: String)

  /// The checkpoint's path.
  let name: String
  /// SHA-256 over its files.
  let hash: String
  private let open: OpenModel
  private let settings: SamplingConfiguration
  /// Whether turns are laid out by a chat template; where there is none, as a transcript.
  private let hasTemplate: Bool

  /// Opens a checkpoint.
  init(_ folder: URL, _ sampling: SamplingConfiguration, device: String) throws {
    open = try OpenModel(folder: folder, device: device)
    name = displayed(folder)
    hash = try checkpointHash(of: folder)
    settings = sampling
    hasTemplate = try open.tokenizer.chatTemplate() != nil
  }

  /// Writes one completion of each prompt; each depends on its prompt and its seed alone.
  func completions(of prompts: [Content], seeds: [UInt64]) throws -> [Written] {
    let asTranscripts = prompts.map { !hasTemplate && $0.isConversation }
    let ids = try zip(prompts, asTranscripts).map { prompt, asTranscript in
      try open.sequences.prompt(asTranscript ? .text(prompt.dialogue) : prompt)
    }
    var settings = settings
    // A model that goes on with a transcript would write the person's next turn, too.
    if asTranscripts.contains(true) { settings.stopStrings.append("\n\nHuman:") }
    let completions = try generate(
      from: open.model, prompts: ids, settings, seeds: seeds, tokenizer: open.tokenizer)
    return zip(completions, asTranscripts).map { completion, asTranscript in
      let text = completion.text(open.tokenizer)
      return (asTranscript ? text.trimmed : text, completion.finishReason.word)
    }
  }

  /// Whether the prompt leaves room for a completion.
  func problem(with prompt: Content) -> String? {
    do {
      let text: Content =
        !hasTemplate && prompt.isConversation ? .text(prompt.dialogue) : prompt
      _ = try open.sequences.prompt(text)
      return nil
    } catch { return sentence(about: error) }
  }

  /// How a completion is sampled, as the store keeps it.
  func sampling(seed: UInt64) -> StoredCompletion.Sampling {
    StoredCompletion.Sampling(
      temperature: settings.temperature, topP: settings.topP, topK: settings.topK,
      maximumNewTokens: settings.maximumNewTokens, seed: seed)
  }
}

extension FinishReason {
  /// The store's word for it.
  fileprivate var word: String {
    switch self {
    case .stop: "end"
    case .stopString: "stop"
    case .length, .context: "length"
    }
  }
}

extension Content {
  /// Whether it is turns, and not plain text.
  fileprivate var isConversation: Bool {
    if case .messages = self { true } else { false }
  }

  /// The turns as one text in the marks of HH-RLHF, up to where the assistant speaks; plain text
  /// as it is.
  var dialogue: String {
    guard case .messages(let messages) = self else { return transcript }
    let turns = messages.map { message in
      switch message.role {
      case "user": "\n\nHuman: \(message.content)"
      case "assistant": "\n\nAssistant: \(message.content)"
      default: message.content
      }
    }
    return turns.joined() + "\n\nAssistant:"
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
