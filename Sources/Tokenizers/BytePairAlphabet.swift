/// What a byte-pair model starts from, before any merge.
enum BytePairAlphabet: Sendable {
  /// Bytes: the token of each, −1 where the vocabulary lacks it.
  case bytes([Int32])
  /// Characters: their tokens, and where asked for the tokens of the bytes of all others.
  case characters(CharacterIDs, bytes: [Int32]?)

  /// The tokens of one byte or character.
  enum Symbol {
    case one(Int32)
    /// One token for each byte of a character that has none of its own.
    case bytes([Int32])
    case none
  }

  /// Calls for each byte or character of a word, in order, with its length in bytes.
  func forEachSymbol(of word: ArraySlice<UInt8>, _ body: (Symbol, Int32) -> Void) {
    switch self {
    case .bytes(let ids):
      for byte in word {
        let id = ids[Int(byte)]
        body(id >= 0 ? .one(id) : .none, 1)
      }
    case .characters(let ids, let byteIDs):
      word.withUnsafeBufferPointer { buffer in
        let text = UTF8Cursor(bytes: buffer)
        var index = 0
        while index < text.count {
          let (value, end) = text.scalar(at: index)
          let symbol = symbol(ids[value], buffer[index..<end], byteIDs)
          body(symbol, Int32(end - index))
          index = end
        }
      }
    }
  }

  private func symbol(
    _ id: Int32?, _ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ byteIDs: [Int32]?
  ) -> Symbol {
    if let id { return .one(id) }
    guard let byteIDs else { return .none }
    let ids = bytes.map { byteIDs[Int($0)] }
    return ids.contains(-1) ? .none : .bytes(ids)
  }
}

/// The tokens that are one character.
struct CharacterIDs: Sendable {
  /// By the value of the character, −1 where there is none.
  private var common = [Int32](repeating: -1, count: 0x1_0000)
  private var rare: [UInt32: Int32] = [:]

  init(_ vocabulary: Vocabulary) {
    for (id, text) in vocabulary.texts.enumerated() {
      guard let text, let first = text.first else { continue }
      // The length of a character follows from its first byte; no need to decode the others.
      let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      guard text.count == length else { continue }
      let value = text.withUnsafeBufferPointer { UTF8Cursor(bytes: $0).scalar(at: 0).value }
      if value < common.count { common[Int(value)] = Int32(id) } else { rare[value] = Int32(id) }
    }
  }

  subscript(_ value: UInt32) -> Int32? {
    guard value < common.count else { return rare[value] }
    let id = common[Int(value)]
    return id >= 0 ? id : nil
  }
}
