extension Tokenizer {
  /// The text of tokens; what is not valid UTF-8 becomes U+FFFD, and unknown ids vanish.
  public func decode(_ ids: [Int], skippingSpecialTokens: Bool = false) -> String {
    var bytes: [UInt8] = []
    var isFirst = true
    for id in ids {
      guard let text = self.bytes(of: id, skippingSpecialTokens, isFirst) else { continue }
      bytes += text
      isFirst = false
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The bytes of one token, or nil where it is left out.
  func bytes(of id: Int, _ skippingSpecialTokens: Bool, _ isFirst: Bool) -> [UInt8]? {
    guard let text = decodedTexts[id] ?? vocabulary.text(of: id),
      !skippingSpecialTokens || !specialTokenIDs.contains(id)
    else { return nil }
    return decoder.bytes(of: text, isFirst: isFirst)
  }
}
