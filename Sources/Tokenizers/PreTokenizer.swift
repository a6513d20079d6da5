/// Splits text into the words that are encoded one by one.
struct PreTokenizer: Sendable {
  /// One pass over the words that the passes before it made.
  enum Step: Sendable {
    case split(SplitPattern, keepsMatches: Bool, isInverted: Bool)
    case digits(areSingle: Bool)
    case spaceBefore
  }

  var steps: [Step]

  /// The words of a text, as ranges of its bytes; a step may add to the text.
  func words(of text: inout AlignedText) -> [Range<Int>] {
    var words = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
    for step in steps {
      if case .spaceBefore = step {
        words = text.insertSpaces(before: words)
        continue
      }
      words = text.bytes.withUnsafeBufferPointer { bytes in
        words.flatMap { word in
          step.parts(of: UnsafeBufferPointer(rebasing: bytes[word])).map {
            $0.lowerBound + word.lowerBound..<$0.upperBound + word.lowerBound
          }
        }
      }
    }
    return words
  }
}

extension PreTokenizer.Step {
  fileprivate func parts(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    switch self {
    case .split(let pattern, let keepsMatches, let isInverted):
      var parts: [Range<Int>] = []
      pattern.forEachPart(of: bytes) { part, isMatch in
        if keepsMatches || isMatch == isInverted { parts.append(part) }
      }
      return parts
    case .digits(let areSingle): return digitParts(of: bytes, areSingle)
    case .spaceBefore: return [bytes.indices]
    }
  }

  private func digitParts(
    of bytes: UnsafeBufferPointer<UInt8>, _ areSingle: Bool
  ) -> [Range<Int>] {
    let text = UTF8Cursor(bytes: bytes)
    var parts: [Range<Int>] = []
    var partStart = 0
    var wasNumber = false
    var index = 0
    while index < text.count {
      let (value, end) = text.scalar(at: index)
      let isNumber = CharacterClass(value) == .number
      if index > partStart, isNumber != wasNumber || (isNumber && areSingle) {
        parts.append(partStart..<index)
        partStart = index
      }
      wasNumber = isNumber
      index = end
    }
    if partStart < text.count { parts.append(partStart..<text.count) }
    return parts
  }
}

extension SplitPattern {
  /// Calls for each match and each gap between matches, in order; none is empty.
  fileprivate func forEachPart(
    of bytes: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>, _ isMatch: Bool) -> Void
  ) {
    var index = 0
    if case .literal(let literal) = self {
      for match in bytes.matches(of: literal) {
        if index < match.lowerBound { body(index..<match.lowerBound, false) }
        body(match, true)
        index = match.upperBound
      }
      if index < bytes.count { body(index..<bytes.count, false) }
      return
    }
    let scanner = PatternScanner(text: UTF8Cursor(bytes: bytes), pattern: self)
    while index < bytes.count {
      let end = scanner.matchEnd(from: index)
      body(index..<end, true)
      index = end
    }
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
}
