public import Datasets
public import Tokenizers

/// Turns prompts and completions into token ids: the only place that adds special tokens, ends
/// completions, and finds where a completion starts.
///
/// Prompt and completion are tokenized as one text, as the model will meet them; a token belongs to
/// the completion when its text reaches past the prompt's end.
public struct SequenceTokenizer: Sendable {
  /// The vocabulary.
  public let tokenizer: Tokenizer
  /// The most tokens that a sequence keeps; what is longer loses its end.
  public let maximumLength: Int
  /// Whether text completions get the end-of-text token; messages end as their template says.
  public let endsCompletions: Bool
  /// Whether a completion may be nothing but the end-of-text token, as a model's own may be.
  ///
  /// In people's data an empty completion is a mistake.
  public let acceptsEmptyCompletions: Bool
  /// How many rows are turned into ids at once; at least 1.
  public let threads: Int

  /// The chat template, or why it cannot be read; rows of plain text do not mind.
  private let template: Result<ChatTemplate?, any Error>

  /// Chooses how rows become ids.
  public init(
    _ tokenizer: Tokenizer, maximumLength: Int, endsCompletions: Bool = true,
    acceptsEmptyCompletions: Bool = false, threads: Int = 1
  ) {
    self.tokenizer = tokenizer
    template = Result { try tokenizer.chatTemplate() }
    self.maximumLength = maximumLength
    self.endsCompletions = endsCompletions
    self.acceptsEmptyCompletions = acceptsEmptyCompletions
    self.threads = threads
  }

  /// The ids of a prompt that is to be continued.
  ///
  /// - Throws: `BatchError.promptTooLong` when no token of a completion would fit after it.
  public func prompt(_ content: Content, source: RowSource? = nil) throws -> [Int] {
    let tokens =
      switch content {
      case .text(let text): opened(text)
      case .messages(let messages): tokenizer.encode(try rendered(messages, opening: true, source))
      }
    guard !tokens.isEmpty else { throw BatchError.emptyPrompt(source) }
    guard tokens.count < maximumLength else {
      throw BatchError.promptTooLong(source, tokenCount: tokens.count, maximum: maximumLength)
    }
    return tokens
  }

  /// The ids of a prompt and its completion, cut to the maximum length.
  ///
  /// - Throws: `BatchError` when nothing of the completion is left to learn from.
  public func sequence(
    prompt: Content, completion: Content, source: RowSource? = nil
  ) throws -> TokenizedSequence {
    var sequence = try joined(prompt, completion, source)
    sequence.source = source
    guard sequence.completionStart < sequence.tokens.count else {
      throw BatchError.emptyCompletion(source)
    }
    guard sequence.completionStart < maximumLength else {
      throw BatchError.promptTooLong(
        source, tokenCount: sequence.completionStart, maximum: maximumLength)
    }
    sequence.tokens = Array(sequence.tokens.prefix(maximumLength))
    return sequence
  }

  /// A text with the special tokens that begin one, but not those that would end it.
  private func opened(_ text: String) -> [Int] {
    let encoding = tokenizer.encodeWithOffsets(text, addingSpecialTokens: true)
    let end = encoding.offsets.lastIndex { !$0.isEmpty || $0.lowerBound < text.utf8.count }
    return Array(encoding.ids.prefix(end.map { $0 + 1 } ?? 0))
  }

  private func joined(
    _ prompt: Content, _ completion: Content, _ source: RowSource?
  ) throws -> TokenizedSequence {
    switch (prompt, completion) {
    case (.text(let prompt), .text(let completion)):
      var sequence = split(prompt + completion, at: prompt.utf8.count, addingSpecialTokens: true)
      let isEmpty = sequence.completionStart == sequence.tokens.count
      if isEmpty && !acceptsEmptyCompletions { return sequence }
      if endsCompletions { try end(&sequence) }
      return sequence
    case (.text(let prompt), .messages(let messages)):
      // An empty prompt before a conversation without one.
      let turns = prompt.isEmpty ? [] : [Message(role: "user", content: prompt)]
      return try joined(.messages(turns), .messages(messages), source)
    case (.messages(let turns), .text(let text)):
      let reply = [Message(role: "assistant", content: text)]
      return try joined(.messages(turns), .messages(reply), source)
    case (.messages(let turns), .messages(let reply)):
      let opening = turns.isEmpty ? "" : try rendered(turns, opening: true, source)
      let whole = try rendered(turns + reply, opening: false, source)
      guard whole.utf8.starts(with: opening.utf8) else {
        throw BatchError.templateRewritesPrompt(source)
      }
      return split(whole, at: opening.utf8.count, addingSpecialTokens: false)
    }
  }

  private func split(
    _ text: String, at boundary: Int, addingSpecialTokens: Bool
  ) -> TokenizedSequence {
    let encoding = tokenizer.encodeWithOffsets(text, addingSpecialTokens: addingSpecialTokens)
    let start = encoding.offsets.firstIndex { $0.upperBound > boundary } ?? encoding.ids.count
    return TokenizedSequence(tokens: encoding.ids, completionStart: start)
  }

  private func end(_ sequence: inout TokenizedSequence) throws {
    guard let endOfText = tokenizer.endOfText else { throw BatchError.noEndOfText }
    if sequence.tokens.last != endOfText { sequence.tokens.append(endOfText) }
  }

  private func rendered(
    _ messages: [Message], opening: Bool, _ source: RowSource?
  ) throws -> String {
    guard let template = try template.get() else {
      throw BatchError.noChatTemplate(source)
    }
    return try template.render(
      messages.map { ChatMessage(role: $0.role, content: $0.content) },
      addingGenerationPrompt: opening)
  }
}
