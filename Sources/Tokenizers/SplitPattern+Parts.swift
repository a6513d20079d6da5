extension SplitPattern {
  /// Calls for each match and each gap between matches, in order; none is empty.
  func forEachPart(
    of bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, _ isMatch: Bool) -> Void
  ) {
    switch self {
    case .literal(let literal): forEachPart(bytes.matches(of: literal), of: bytes, body)
    case .characters(let kind): forEachPart(bytes.characters(kind), of: bytes, body)
    case .gpt2, .gpt4, .wordsOrNot:
      let scanner = PatternScanner(text: UTF8Cursor(bytes: bytes), pattern: self)
      var index = 0
      while index < bytes.count {
        let (end, isMatch) = scanner.part(from: index)
        body(index..<end, isMatch)
        index = end
      }
    }
  }

  private func forEachPart(
    _ matches: [Range<Int>], of bytes: UnsafeBufferPointer<UInt8>,
    _ body: (Range<Int>, _ isMatch: Bool) -> Void
  ) {
    var index = 0
    for match in matches {
      if index < match.lowerBound { body(index..<match.lowerBound, false) }
      body(match, true)
      index = match.upperBound
    }
    if index < bytes.count { body(index..<bytes.count, false) }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where a text occurs, leftmost first, without overlaps.
  func matches(of literal: [UInt8]) -> [Range<Int>] {
    guard let first = literal.first else { return [] }
    var matches: [Range<Int>] = []
    var index = 0
    while index + literal.count <= count {
      if self[index] == first, self[index..<index + literal.count].elementsEqual(literal) {
        matches.append(index..<index + literal.count)
        index += literal.count
      } else {
        index += 1
      }
    }
    return matches
  }

  /// Where a byte stands that many times or more in a row.
  func runs(of byte: UInt8, atLeast minimum: Int) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var index = 0
    while index < count {
      var end = index
      while end < count, self[end] == byte { end += 1 }
      if end - index >= minimum { runs.append(index..<end) }
      index = Swift.max(end, index + 1)
    }
    return runs
  }

  /// The characters of a kind, each alone.
  func characters(_ kind: CharacterKind) -> [Range<Int>] {
    let text = UTF8Cursor(bytes: self)
    var matches: [Range<Int>] = []
    var index = 0
    while index < count {
      let (value, end) = text.scalar(at: index)
      if kind.contains(value) { matches.append(index..<end) }
      index = end
    }
    return matches
  }
}
