public import Datasets

/// A row that cannot become tokens.
public enum BatchError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The prompt alone fills what a sequence may hold.
  case promptTooLong(RowSource?, tokenCount: Int, maximum: Int)
  /// Nothing of the completion is left to learn from.
  case emptyCompletion(RowSource?)
  /// The prompt has no tokens, so there is nothing to continue.
  case emptyPrompt(RowSource?)
  /// Messages need a chat template and the tokenizer has none.
  case noChatTemplate(RowSource?)
  /// The rendered conversation does not begin with its rendered prompt.
  case templateRewritesPrompt(RowSource?)
  /// A completion must end with the end-of-text token and the tokenizer has none.
  case noEndOfText
  /// A token that the model's table does not have.
  case tokenOutOfRange(Int, vocabularySize: Int)

  /// One sentence: where, what, and what to do.
  public var description: String {
    switch self {
    case .promptTooLong(let source, let tokenCount, let maximum):
      "\(place(source))the prompt has \(tokenCount) tokens and a sequence may have \(maximum); "
        + "raise maximum_length, shorten the prompt, or skip such rows (--skip-bad-rows)"
    case .emptyCompletion(let source):
      "\(place(source))the completion has no tokens; correct the row, or skip such rows "
        + "(--skip-bad-rows)"
    case .emptyPrompt(let source):
      "\(place(source))the prompt has no tokens; write at least a word"
    case .noChatTemplate(let source):
      "\(place(source))the row holds messages and the tokenizer has no chat template; add "
        + "chat_template.jinja to the model's folder, or give prompts and completions as text"
    case .templateRewritesPrompt(let source):
      "\(place(source))the chat template renders the prompt otherwise once the completion follows, "
        + "so the completion's tokens cannot be told apart; use a template that keeps its prefix"
    case .noEndOfText:
      "the tokenizer names no eos_token, so a completion cannot be ended; set eos_token in "
        + "tokenizer_config.json"
    case .tokenOutOfRange(let id, let size):
      "the tokenizer gives the token \(id) and the model knows \(size); use the tokenizer that "
        + "belongs to the model"
    }
  }

  private func place(_ source: RowSource?) -> String { source.map { "\($0): " } ?? "" }
}
