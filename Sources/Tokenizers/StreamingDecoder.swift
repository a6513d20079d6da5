/// Decodes tokens one by one, and never gives out part of a character.
///
/// What it gives out, put together, is what ``Tokenizer/decode(_:skippingSpecialTokens:)`` gives
/// for all the tokens at once.
public struct StreamingDecoder {
  private let tokenizer: Tokenizer
  private let skippingSpecialTokens: Bool
  private var pending: [UInt8] = []
  private var isFirst = true

  /// Starts a text.
  public init(_ tokenizer: Tokenizer, skippingSpecialTokens: Bool = true) {
    self.tokenizer = tokenizer
    self.skippingSpecialTokens = skippingSpecialTokens
  }

  /// Takes the next token, and gives the text that is now certain; it may be empty.
  public mutating func append(_ id: Int) -> String {
    guard let bytes = tokenizer.bytes(of: id, skippingSpecialTokens, isFirst) else { return "" }
    isFirst = false
    pending += bytes
    let certain = pending.count - unfinishedCount
    let text = String(decoding: pending[..<certain], as: UTF8.self)
    pending.removeFirst(certain)
    return text
  }

  /// Ends the text: a character that was never completed becomes U+FFFD.
  public mutating func finish() -> String {
    defer {
      pending = []
      isFirst = true
    }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many bytes at the end start a character that more bytes may complete.
  private var unfinishedCount: Int {
    for count in 1...3 where count <= pending.count {
      let byte = pending[pending.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let needed = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return count < needed && isPrefixOfCharacter(pending.suffix(count)) ? count : 0
    }
    return 0
  }

  /// Whether the second byte is one that the first allows: not overlong, no surrogate, in range.
  private func isPrefixOfCharacter(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, (0xC2...0xF4).contains(first) else { return false }
    guard let second = bytes.dropFirst().first else { return true }
    switch first {
    case 0xE0: return second >= 0xA0
    case 0xED: return second < 0xA0
    case 0xF0: return second >= 0x90
    case 0xF4: return second < 0x90
    default: return true
    }
  }
}
