/// A place where a text tells which model, or that a model, wrote it.
public struct IdentityLeak: Sendable, Equatable {
  /// How the text tells it.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The name of a model or of its maker: `ChatGPT`, `OpenAI`.
    case name
    /// The writer says who it is, or who made it: `I am Claude`, `trained by Google`.
    case introduction
    /// The writer says that it is a model: `as an AI language model`.
    case kindOfWriter = "kind_of_writer"
  }

  /// How the text tells it.
  public let kind: Kind
  /// Where it does.
  public let range: Range<String.Index>
  /// The words that tell it, with unseen characters written out.
  public let excerpt: String
}

/// Returns the places where a completion tells which model wrote it.
///
/// Names that are also people's, animals' or stars' (Claude, Llama, Gemini) count only where the
/// writer introduces itself by them. Case, spaces, hyphens, marks of emphasis and unseen characters
/// do not hide a leak.
///
/// - Parameters:
///   - text: The completion.
///   - prompt: What it answers: a name that is asked about there may be in the answer.
public func identityLeaks(in text: String, answering prompt: String = "") -> [IdentityLeak] {
  identityLeaks(in: text, words(of: text)[...], answering: words(of: prompt))
}

/// Returns the leaks in a text whose words are known.
func identityLeaks(
  in text: String, _ words: ArraySlice<Word>, answering prompt: [Word]
) -> [IdentityLeak] {
  let matches = identityPhrases.matches(in: words)
  guard !matches.isEmpty else { return [] }
  let asked = Set(
    identityPhrases.matches(in: prompt[...]).filter { $0.meaning == .name }
      .map { phrase(prompt[$0.words]) })
  return matches.compactMap { match in
    let found = words[match.words]
    guard match.meaning != .name || !asked.contains(phrase(found)),
      let first = found.first, let last = found.last
    else { return nil }
    let range = text.range(ofBytes: first.bytes.lowerBound..<last.bytes.upperBound)
    return IdentityLeak(kind: match.meaning, range: range, excerpt: shown(String(text[range])))
  }
}

private func phrase(_ words: ArraySlice<Word>) -> String {
  words.map(\.folded).joined(separator: " ")
}

private let identityPhrases = PhraseTable<IdentityLeak.Kind>(
  modelNames.map { ($0, .name) } + kindsOfWriter.map { ($0, .kindOfWriter) }
    + introductions.flatMap { start in
      (modelNames + ambiguousNames).map { ("\(start) \($0)", .introduction) }
    }
    + makings.flatMap { start in makers.map { ("\(start) \($0)", .introduction) } })

/// Names that hardly mean anything else.
private let modelNames = [
  "ChatGPT", "Chat GPT", "OpenAI", "GPT 2", "GPT 3", "GPT 4", "GPT 4o", "GPT 5", "InstructGPT",
  "Anthropic", "DeepMind", "DeepSeek", "Qwen", "Tongyi Qianwen", "ChatGLM", "LMSYS",
  "text davinci", "Mixtral", "OpenAssistant", "WizardLM", "Baichuan", "ERNIE Bot", "EleutherAI",
  "StableLM", "Hugging Face", "Meta AI", "Mistral AI", "Moonshot AI", "Zhipu AI",
]

/// Names that mean something else as well.
private let ambiguousNames = [
  "Claude", "Gemini", "Bard", "Llama", "Vicuna", "Alpaca", "Koala", "Dolly", "Falcon", "Mistral",
  "Grok", "Copilot", "Bing", "Phi", "Gemma", "PaLM", "LaMDA", "Bloom", "Guanaco", "Kimi",
  "Open Assistant",
]

private let introductions = [
  "I am", "I'm", "my name is", "you can call me", "I am called", "I'm called",
]

private let makers = [
  "OpenAI", "Open AI", "Anthropic", "Google", "DeepMind", "Meta", "Facebook", "Microsoft",
  "Mistral", "Alibaba", "DeepSeek", "xAI", "Stability AI", "LMSYS", "Hugging Face", "Cohere",
  "Baidu", "EleutherAI",
]

private let kinds = [
  "AI language model", "large language model", "AI model", "language model", "AI chatbot",
]

/// Who says that others are models does not introduce itself: it takes an "I am" or "as".
private let selves = ["as an", "as a", "I am an", "I am a", "I'm an", "I'm a"]

private let makings = ["developed by", "created by", "trained by", "made by", "built by"]
  .flatMap { making in
    ["I was \(making)", "I am \(making)", "I'm \(making)"]
      + selves.flatMap { start in
        (kinds + ["AI", "assistant", "AI assistant", "chatbot", "model"]).map { kind in
          "\(start) \(kind) \(making)"
        }
      }
  }

private let kindsOfWriter =
  (selves + ["I am just an", "I'm just an", "I am only an", "I'm only an"])
  .flatMap { start in kinds.map { kind in "\(start) \(kind)" } }
  + ["my training data", "my knowledge cutoff", "my knowledge cut off", "my last training"]
