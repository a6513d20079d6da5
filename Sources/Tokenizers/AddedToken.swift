/// A token found in the text before anything else is done to it.
struct AddedToken: Sendable {
  let id: Int
  /// The token as it is written in the file.
  let content: [UInt8]
  /// The token as it is looked for: normalized, where it is looked for in normalized text.
  var pattern: [UInt8]
  let isSpecial: Bool
  let isNormalized: Bool
  let isSingleWord: Bool
  let stripsLeft: Bool
  let stripsRight: Bool

  init(id: Int, content: [UInt8], isSpecial: Bool, isNormalized: Bool = false) {
    self.id = id
    self.content = content
    self.pattern = content
    self.isSpecial = isSpecial
    self.isNormalized = isNormalized
    isSingleWord = false
    stripsLeft = false
    stripsRight = false
  }

  init(id: Int, _ field: JSONField) throws {
    self.id = id
    content = try field.required("content").bytes()
    pattern = content
    isSpecial = try field["special"]?.boolean() ?? false
    isNormalized = try field["normalized"]?.boolean() ?? !isSpecial
    isSingleWord = try field["single_word"]?.boolean() ?? false
    stripsLeft = try field["lstrip"]?.boolean() ?? false
    stripsRight = try field["rstrip"]?.boolean() ?? false
  }
}

/// Finds added tokens in text: the leftmost first, and of those that start together the longest.
struct AddedTokenMatcher: Sendable {
  /// A part of a text: an added token, or text between two of them where `id` is nil.
  struct Part: Equatable {
    let id: Int?
    let range: Range<Int>
  }

  private let tokens: [AddedToken]
  /// The children of each node of the trie, by node and byte.
  private var children: [UInt64: Int32] = [:]
  /// The token that ends at each node, −1 for none.
  private var ends: [Int32] = [-1]
  private var startsToken = [Bool](repeating: false, count: 256)

  init(_ tokens: [AddedToken]) {
    self.tokens = tokens
    for (index, token) in tokens.enumerated() {
      guard let first = token.pattern.first else { continue }
      startsToken[Int(first)] = true
      var node: Int32 = 0
      for byte in token.pattern { node = addChild(of: node, byte) }
      ends[Int(node)] = Int32(index)
    }
  }

  private mutating func addChild(of node: Int32, _ byte: UInt8) -> Int32 {
    let key = UInt64(node) << 8 | UInt64(byte)
    if let child = children[key] { return child }
    let child = Int32(ends.count)
    ends.append(-1)
    children[key] = child
    return child
  }

  /// The parts of a text, in order.
  func parts(of bytes: [UInt8]) -> [Part] {
    guard !tokens.isEmpty else { return [Part(id: nil, range: bytes.indices)] }
    return bytes.withUnsafeBufferPointer { parts(of: UTF8Cursor(bytes: $0)) }
  }

  private func parts(of text: UTF8Cursor) -> [Part] {
    var parts: [Part] = []
    var textStart = 0
    var index = 0
    while index < text.count {
      guard startsToken[Int(text.bytes[index])], let match = longestMatch(at: index, in: text)
      else {
        index += 1
        continue
      }
      index = match.end
      let token = tokens[match.token]
      guard let found = extent(of: token, match.start..<match.end, after: textStart, in: text)
      else { continue }
      if textStart < found.lowerBound {
        parts.append(Part(id: nil, range: textStart..<found.lowerBound))
      }
      parts.append(Part(id: token.id, range: found))
      textStart = found.upperBound
    }
    if textStart < text.count { parts.append(Part(id: nil, range: textStart..<text.count)) }
    return parts
  }

  private func longestMatch(
    at start: Int, in text: UTF8Cursor
  ) -> (token: Int, start: Int, end: Int)? {
    var node: Int32 = 0
    var best: (token: Int, start: Int, end: Int)?
    var index = start
    while index < text.count,
      let child = children[UInt64(node) << 8 | UInt64(text.bytes[index])]
    {
      node = child
      index += 1
      if ends[Int(node)] >= 0 { best = (Int(ends[Int(node)]), start, index) }
    }
    return best
  }

  /// What a match takes of the text, spaces included; nil where it may not stand there.
  private func extent(
    of token: AddedToken, _ match: Range<Int>, after limit: Int, in text: UTF8Cursor
  ) -> Range<Int>? {
    var (start, end) = (match.lowerBound, match.upperBound)
    if token.isSingleWord {
      if start > 0, isPartOfWord(text.scalar(before: start).value) { return nil }
      if end < text.count, isPartOfWord(text.scalar(at: end).value) { return nil }
    }
    if token.stripsLeft {
      while start > limit {
        let (value, previous) = text.scalar(before: start)
        guard CharacterClass(value).isSpace, previous >= limit else { break }
        start = previous
      }
    }
    if token.stripsRight {
      while end < text.count {
        let (value, next) = text.scalar(at: end)
        guard CharacterClass(value).isSpace else { break }
        end = next
      }
    }
    // Spaces that the token before took may be all that this one is made of.
    start = max(start, limit)
    return start < end ? start..<end : nil
  }

  private func isPartOfWord(_ value: UInt32) -> Bool {
    Unicode.Scalar(value)?.properties.isPartOfWord ?? false
  }
}
