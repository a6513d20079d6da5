/// Prompts or wishes that no completion can be drawn for.
///
/// Prompts are counted from 1.
public enum GenerationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A prompt without tokens: there is nothing to continue.
  case emptyPrompt(prompt: Int)
  /// A prompt that leaves no room for a completion.
  case promptTooLong(prompt: Int, tokenCount: Int, contextLength: Int)
  /// A token that the model's table does not have.
  case tokenOutOfRange(prompt: Int, token: Int, vocabularySize: Int)
  /// A value of the sampling configuration that means nothing.
  case invalidSampling(key: String, value: String, allowed: String)
  /// Stop strings can only be found in text, and there is no tokenizer to make it.
  case stopStringsNeedTokenizer
  /// The model gave something that is not a number.
  case notFinite(prompt: Int, tokenIndex: Int)

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .emptyPrompt(let prompt):
      "prompt \(prompt) has no tokens, so there is nothing to continue; write at least a word"
    case .promptTooLong(let prompt, let tokenCount, let contextLength):
      "prompt \(prompt) has \(tokenCount) tokens and the model's context is \(contextLength), "
        + "which leaves no room for a completion; shorten the prompt"
    case .tokenOutOfRange(let prompt, let token, let size):
      "prompt \(prompt) has the token \(token) and the model knows \(size); use the tokenizer that "
        + "belongs to the model"
    case .invalidSampling(let key, let value, let allowed):
      "\(key) is \(value) and must be \(allowed); correct the sampling configuration"
    case .stopStringsNeedTokenizer:
      "stop_strings are given and there is no tokenizer to find them with; pass the model's "
        + "tokenizer, or use stop_tokens"
    case .notFinite(let prompt, let tokenIndex):
      "the logits for token \(tokenIndex + 1) after prompt \(prompt) are not finite; check the "
        + "model's weights, or go back to an earlier checkpoint"
    }
  }
}
