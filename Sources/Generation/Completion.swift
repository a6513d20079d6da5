public import Tokenizers

/// Why a completion ended.
public enum FinishReason: String, Codable, Sendable {
  /// A stop token came; it is the completion's last token.
  case stop
  /// The text contains a stop string.
  case stopString
  /// The completion has as many tokens as it may have.
  case length
  /// Prompt and completion fill the model's context.
  case context
}

/// What a model wrote after a prompt.
public struct Completion: Codable, Sendable, Equatable {
  /// The ids, with the stop token where one came.
  public var tokens: [Int]
  /// The log probability of each token when it was drawn, in nats.
  ///
  /// Under the softmax of the logits divided by the temperature (by 1 when greedy), over the whole
  /// vocabulary: what top-k, top-p and min-p leave out is counted.
  public var logProbabilities: [Float]
  /// Why it ended.
  public var finishReason: FinishReason
  /// The stop string in its text that ended it.
  public var stopString: String?

  /// Puts a completion together from its parts.
  public init(
    tokens: [Int], logProbabilities: [Float], finishReason: FinishReason,
    stopString: String? = nil
  ) {
    precondition(
      tokens.count == logProbabilities.count,
      "\(tokens.count) tokens with \(logProbabilities.count) log probabilities")
    self.tokens = tokens
    self.logProbabilities = logProbabilities
    self.finishReason = finishReason
    self.stopString = stopString
  }

  /// The text without special tokens; it ends before the stop string, where there is one.
  public func text(_ tokenizer: Tokenizer) -> String {
    let text = tokenizer.decode(tokens, skippingSpecialTokens: true)
    guard let stopString, let range = text.utf8.firstRange(of: stopString.utf8) else { return text }
    return String(decoding: text.utf8[..<range.lowerBound], as: UTF8.self)
  }
}

extension Completion {
  /// Whether the model ended the completion itself, and was not cut off.
  public var isFinished: Bool { finishReason == .stop || finishReason == .stopString }
}
