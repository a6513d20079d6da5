/// Decodes tokens one by one, and gives out only what no later token can change.
///
/// What it gives out, put together, is what ``Tokenizer/decode(_:skippingSpecialTokens:)`` gives
/// for all the tokens at once. So a part of a character waits for the rest of it; and where the
/// vocabulary spells out characters by tokens such as `<0xE2>`, a run of these waits for its end.
public struct StreamingDecoder {
  private let tokenizer: Tokenizer
  private let skippingSpecialTokens: Bool
  private var stages: [any DecodingStage]

  /// Starts a text.
  public init(_ tokenizer: Tokenizer, skippingSpecialTokens: Bool = true) {
    self.tokenizer = tokenizer
    self.skippingSpecialTokens = skippingSpecialTokens
    stages = tokenizer.decoder.stages()
  }

  /// Takes the next token, and gives the text that is now certain; it may be empty.
  public mutating func append(_ id: Int) -> String {
    guard let text = tokenizer.text(of: id, skippingSpecialTokens) else { return "" }
    return pass([text], from: 0)
  }

  /// Ends the text: a character that was never completed becomes U+FFFD.
  public mutating func finish() -> String {
    defer { stages = tokenizer.decoder.stages() }
    var text = ""
    for index in stages.indices { text += pass(stages[index].finish(), from: index + 1) }
    return text
  }

  /// Sends tokens through the stages from an index on.
  private mutating func pass(_ tokens: [[UInt8]], from start: Int) -> String {
    var tokens = tokens
    for index in stages.indices.dropFirst(start) {
      tokens = tokens.flatMap { stages[index].append($0) }
    }
    return String(decoding: tokens.joined(), as: UTF8.self)
  }
}
