extension Tokenizer {
  /// The text of tokens; what is not valid UTF-8 becomes U+FFFD, and unknown ids vanish.
  public func decode(_ ids: [Int], skippingSpecialTokens: Bool = false) -> String {
    var tokens = ids.compactMap { text(of: $0, skippingSpecialTokens) }
    for var stage in decoder.stages() {
      tokens = tokens.flatMap { stage.append($0) } + stage.finish()
    }
    return String(decoding: tokens.joined(), as: UTF8.self)
  }

  /// The text of one token as the file writes it, or nil where it is left out.
  func text(of id: Int, _ skippingSpecialTokens: Bool) -> [UInt8]? {
    guard let text = decodedTexts[id] ?? vocabulary.text(of: id),
      !skippingSpecialTokens || !specialTokenIDs.contains(id)
    else { return nil }
    return text
  }
}
