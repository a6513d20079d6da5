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
    "\(source.map { "\($0): " } ?? "")\(reason); \(advice)"
  }

  /// The row, where there is one.
  var source: RowSource? {
    switch self {
    case .promptTooLong(let source, _, _), .emptyCompletion(let source), .emptyPrompt(let source),
      .noChatTemplate(let source), .templateRewritesPrompt(let source):
      source
    case .noEndOfText, .tokenOutOfRange: nil
    }
  }

  /// Whether other rows may be fine: what the tokenizer lacks, it lacks for all.
  var isAboutOneRow: Bool {
    switch self {
    case .promptTooLong, .emptyCompletion, .emptyPrompt, .templateRewritesPrompt: true
    case .noChatTemplate, .noEndOfText, .tokenOutOfRange: false
    }
  }

  /// What is wrong.
  var reason: String {
    switch self {
    case .promptTooLong(_, let tokenCount, let maximum):
      "the prompt has \(tokenCount) tokens and a sequence may have \(maximum)"
    case .emptyCompletion:
      "the completion has no tokens"
    case .emptyPrompt:
      "the prompt has no tokens"
    case .noChatTemplate:
      "the row holds messages and the tokenizer has no chat template"
    case .templateRewritesPrompt:
      "the chat template renders the prompt otherwise once the completion follows, so the "
        + "completion's tokens cannot be told apart"
    case .noEndOfText:
      "the tokenizer names no eos_token, so a completion cannot be ended"
    case .tokenOutOfRange(let id, let size):
      "the tokenizer gives the token \(id) and the model knows \(size)"
    }
  }

  /// What to do about it.
  var advice: String {
    switch self {
    case .promptTooLong:
      "raise maximum_length, shorten the prompt, or skip such rows (--skip-bad-rows)"
    case .emptyCompletion:
      "correct the row, or skip such rows (--skip-bad-rows)"
    case .emptyPrompt:
      "write at least a word"
    case .noChatTemplate:
      "add chat_template.jinja to the model's folder, or give prompts and completions as text"
    case .templateRewritesPrompt:
      "use a template that keeps its prefix"
    case .noEndOfText:
      "set eos_token in tokenizer_config.json"
    case .tokenOutOfRange:
      "use the tokenizer that belongs to the model"
    }
  }
}
