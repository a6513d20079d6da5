/// Reads tokens spelled in the byte alphabet, and never gives out part of a character.
struct ByteLevelStage: DecodingStage {
  private var pending: [UInt8] = []

  mutating func append(_ token: [UInt8]) -> [[UInt8]] {
    pending += ByteAlphabet.bytes(spelledBy: token) ?? token
    let certain = pending.count - unfinishedCount
    let text = String(decoding: pending[..<certain], as: UTF8.self)
    pending.removeFirst(certain)
    return [Array(text.utf8)]
  }

  /// A character that was never completed becomes U+FFFD.
  mutating func finish() -> [[UInt8]] {
    defer { pending = [] }
    return [Array(String(decoding: pending, as: UTF8.self).utf8)]
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

/// Reads tokens such as `<0x0A>`; other tokens pass.
///
/// A run of them is a text, or as many U+FFFD as it has bytes where it is not UTF-8: one wrong byte
/// spoils the whole run, so a run is held back until another token ends it.
struct ByteFallbackStage: DecodingStage {
  private var run: [UInt8] = []

  mutating func append(_ token: [UInt8]) -> [[UInt8]] {
    guard let byte = ByteSpelling.byte(token) else { return finish() + [token] }
    run.append(byte)
    return []
  }

  mutating func finish() -> [[UInt8]] {
    defer { run = [] }
    guard !run.isEmpty else { return [] }
    if String(validating: run, as: UTF8.self) != nil { return [run] }
    return Array(repeating: Array("\u{FFFD}".utf8), count: run.count)
  }
}
