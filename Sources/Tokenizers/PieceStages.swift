/// Replaces a text in one token that comes in pieces, also where it lies across them.
struct PieceReplacement: DecodingStage {
  private let old: [UInt8]
  private let new: [UInt8]
  /// The end of what came, which may be the start of the text.
  private var pending: [UInt8] = []

  init(_ old: [UInt8], with new: [UInt8]) {
    (self.old, self.new) = (old, new)
  }

  mutating func append(_ piece: [UInt8]) -> [[UInt8]] {
    pending += piece
    var result: [UInt8] = []
    var index = 0
    for match in pending.withUnsafeBufferPointer({ $0.matches(of: old) }) {
      result += pending[index..<match.lowerBound]
      result += new
      index = match.upperBound
    }
    let rest = pending[index...]
    let heldCount = min(max(old.count - 1, 0), rest.count)
    let held =
      (0...heldCount).reversed().first { rest.suffix($0).elementsEqual(old.prefix($0)) } ?? 0
    result += rest.dropLast(held)
    pending = Array(rest.suffix(held))
    return [result]
  }

  mutating func finish() -> [[UInt8]] {
    defer { pending = [] }
    return [pending]
  }
}

/// Drops a character at the ends of one token that comes in pieces, up to so many times.
struct PieceStripping: DecodingStage {
  private let content: [UInt8]
  private let end: Int
  /// How many may still go at the start.
  private var startLeft: Int
  /// The end of what came: nothing but the character, as often as it may go, and its beginnings.
  private var pending: [UInt8] = []

  init(_ content: [UInt8], start: Int, end: Int) {
    (self.content, self.end) = (content, content.isEmpty ? 0 : end)
    startLeft = content.isEmpty ? 0 : start
  }

  mutating func append(_ piece: [UInt8]) -> [[UInt8]] {
    pending += piece
    while startLeft > 0, pending.starts(with: content) {
      pending.removeFirst(content.count)
      startLeft -= 1
    }
    if startLeft > 0, !pending.isEmpty { startLeft = 0 }
    var held = 0
    while held / content.count < end, pending.dropLast(held).suffix(content.count) == content[...] {
      held += content.count
    }
    defer { pending = Array(pending.suffix(held)) }
    return [Array(pending.dropLast(held))]
  }

  mutating func finish() -> [[UInt8]] {
    pending = []
    return []
  }
}
