/// A vocabulary whose tokens have log probabilities, of which the most probable row is taken
/// (Kudo 2018, arXiv:1804.10959).
struct UnigramModel: Sendable {
  /// The tokens by their texts.
  let ids: [[UInt8]: Int32]
  let trie: ByteTrie
  /// The log probability of each token.
  let scores: [Double]
  let unknownID: Int32
  /// The tokens of bytes, which spell out what the vocabulary lacks; nil unless asked for.
  let byteIDs: [Int32]?

  /// How much less probable than the least probable token an unknown character is.
  ///
  /// SentencePiece's number.
  private static let unknownPenalty = 10.0

  /// The log probability of a character that is no token.
  let unknownScore: Double

  init(
    _ tokens: [(text: [UInt8], score: Double)], unknownID: Int32, spellsUnknown: Bool
  ) {
    var ids: [[UInt8]: Int32] = [:]
    ids.reserveCapacity(tokens.count)
    for (id, token) in tokens.enumerated() { ids[token.text] = Int32(id) }
    self.ids = ids
    trie = ByteTrie(tokens.enumerated().map { ($0.element.text, Int32($0.offset)) })
    scores = tokens.map(\.score)
    self.unknownID = unknownID
    byteIDs = spellsUnknown ? ByteSpelling.tokens.map { ids[$0] ?? -1 } : nil
    unknownScore = (scores.min() ?? 0) - UnigramModel.unknownPenalty
  }
}

/// How SentencePiece writes a byte as a token: `<0x0A>`.
enum ByteSpelling {
  /// The token of each byte.
  static let tokens: [[UInt8]] = (UInt8.min...UInt8.max).map { byte in
    let digits = String(byte, radix: 16, uppercase: true)
    return Array((byte < 16 ? "<0x0\(digits)>" : "<0x\(digits)>").utf8)
  }

  /// The byte that a token writes, digits in either case; nil where it is none.
  static func byte(_ token: [UInt8]) -> UInt8? {
    guard token.count == 6, token.starts(with: "<0x".utf8), token[5] == UInt8(ascii: ">") else {
      return nil
    }
    // NB: as in `tokenizers`, “<0x+A>” is a byte too.
    return UInt8(String(decoding: token[3..<5], as: UTF8.self), radix: 16)
  }
}
