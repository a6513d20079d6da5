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
  modelNames.map { ($0, .name) }
    + introductions.flatMap { start in
      (modelNames + ambiguousNames).map { ("\(start) \($0)", .introduction) }
    }
    + makings.flatMap { start in makers.map { ("\(start) \($0)", .introduction) } }
    + kindsOfWriter.map { ($0, .kindOfWriter) })

/// Names that hardly mean anything else.
private let modelNames = [
  "ChatGPT", "Chat GPT", "OpenAI", "Open AI", "GPT 2", "GPT 3", "GPT 4", "GPT 4o", "GPT 5",
  "InstructGPT", "Anthropic", "DeepMind", "DeepSeek", "Qwen", "Tongyi Qianwen", "ChatGLM",
  "LMSYS", "text davinci", "Mixtral", "OpenAssistant", "Open Assistant", "WizardLM", "Baichuan",
  "ERNIE Bot", "EleutherAI", "StableLM", "Hugging Face", "Meta AI", "Mistral AI", "Moonshot AI",
  "Zhipu AI", "Character AI",
]

/// Names that mean something else as well.
private let ambiguousNames = [
  "Claude", "Gemini", "Bard", "Llama", "Vicuna", "Alpaca", "Koala", "Dolly", "Falcon", "Mistral",
  "Grok", "Copilot", "Bing", "Phi", "Gemma", "PaLM", "LaMDA", "Bloom", "Guanaco", "Kimi", "Command",
]

private let introductions = [
  "I am", "I'm", "my name is", "you can call me", "as", "this is", "I am called", "I'm called",
]

private let makers = [
  "OpenAI", "Open AI", "Anthropic", "Google", "Google DeepMind", "DeepMind", "Meta", "Meta AI",
  "Facebook", "Microsoft", "Mistral", "Mistral AI", "Alibaba", "Alibaba Cloud", "DeepSeek", "xAI",
  "Stability AI", "LMSYS", "Hugging Face", "Cohere", "Baidu", "EleutherAI",
]

private let makings = [
  "model", "model by", "model from", "assistant by", "assistant from", "developed by",
  "created by", "trained by", "made by", "built by", "model called",
].flatMap { start in
  // A car is built by a maker as well: only who says "I" or "model" introduces itself.
  start.hasPrefix("model") || start.hasPrefix("assistant")
    ? [start]
    : ["model", "assistant", "AI", "I was", "I am", "I'm", "chatbot"].map { "\($0) \(start)" }
}

private let kindsOfWriter =
  ["AI language model", "large language model", "AI model", "language model", "AI chatbot"]
  .flatMap { kind in
    ["as an", "as a", "I am an", "I am a", "I'm an", "I'm a", "I am just an", "I'm just an"]
      .map { "\($0) \(kind)" }
  } + ["my training data", "my knowledge cutoff", "my knowledge cut off", "my last training"]
