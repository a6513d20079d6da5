/// A step of decoding at work: takes tokens, and gives tokens as soon as they are certain.
///
/// After a step that makes one token of them all, what the stages hand on are pieces of that
/// token.
protocol DecodingStage {
  /// Takes the next token, or the next piece of the one token.
  mutating func append(_ token: [UInt8]) -> [[UInt8]]

  /// Ends the text.
  mutating func finish() -> [[UInt8]]
}

extension TokenDecoder {
  /// The stages of a new text.
  func stages() -> [any DecodingStage] {
    var isOneToken = false
    return steps.compactMap { step in
      defer { isOneToken = isOneToken || step.fuses }
      switch step {
      case .separate(let separator): return EachToken { $1 ? $0 : separator + $0 }
      case .byteLevel: return ByteLevelStage()
      case .byteFallback: return ByteFallbackStage()
      case .fuse: return nil
      case .replace(let old, let new):
        return isOneToken
          ? PieceReplacement(old, with: new)
          : EachToken { token, _ in token.replacing(old, with: new) }
      case .strip(let content, let start, let end):
        return isOneToken
          ? PieceStripping(content, start: start, end: end)
          : EachToken { token, _ in token.stripping(content, start: start, end: end) }
      case .metaspace(let metaspace):
        let isAllFirst = isOneToken
        return EachToken { token, isFirst in
          let isDropped = metaspace.prefix != .never && (isFirst || isAllFirst)
          return token.replacing(metaspace.mark, with: isDropped ? [] : [0x20])
        }
      }
    }
  }
}

/// Changes each token by itself.
private struct EachToken: DecodingStage {
  let change: (_ token: [UInt8], _ isFirst: Bool) -> [UInt8]
  private var isFirst = true

  init(_ change: @escaping (_ token: [UInt8], _ isFirst: Bool) -> [UInt8]) {
    self.change = change
  }

  mutating func append(_ token: [UInt8]) -> [[UInt8]] {
    defer { isFirst = false }
    return [change(token, isFirst)]
  }

  func finish() -> [[UInt8]] { [] }
}

extension [UInt8] {
  /// This text with another in place of each occurrence of one.
  fileprivate func replacing(_ old: [UInt8], with new: [UInt8]) -> [UInt8] {
    let matches = withUnsafeBufferPointer { $0.matches(of: old) }
    guard !matches.isEmpty else { return self }
    var result: [UInt8] = []
    var index = 0
    for match in matches {
      result += self[index..<match.lowerBound]
      result += new
      index = match.upperBound
    }
    return result + self[index...]
  }

  /// This text without a character at its ends, up to so many times each.
  fileprivate func stripping(_ content: [UInt8], start: Int, end: Int) -> [UInt8] {
    var rest = self[...]
    for _ in 0..<start where !content.isEmpty && rest.starts(with: content) {
      rest.removeFirst(content.count)
    }
    for _ in 0..<end where !content.isEmpty && rest.ends(with: content) {
      rest.removeLast(content.count)
    }
    return Array(rest)
  }
}

extension ArraySlice<UInt8> {
  fileprivate func ends(with text: [UInt8]) -> Bool { suffix(text.count).elementsEqual(text) }
}
