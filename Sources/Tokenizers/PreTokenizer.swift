/// Splits text into the words that are encoded one by one.
struct PreTokenizer: Sendable {
  /// One pass over the words that the passes before it made.
  enum Step: Sendable {
    case split(SplitPattern, SplitBehavior, isInverted: Bool)
    case spaceBefore
    case metaspace(Metaspace)
  }

  var steps: [Step] = []
  /// Whether the words are made of bytes, not of characters.
  var splitsBytes = false

  /// The words of a text, as ranges of its bytes; a step may rewrite the text.
  func words(of text: inout AlignedText) -> [Range<Int>] {
    var words = text.bytes.isEmpty ? [] : [0..<text.bytes.count]
    for step in steps {
      switch step {
      case .spaceBefore: words = text.insertSpaces(before: words)
      case .metaspace(let metaspace): words = metaspace.words(of: &text, words)
      case .split: words = step.words(of: text, words)
      }
    }
    return words
  }
}

extension PreTokenizer.Step {
  /// The parts of words.
  func words(of text: AlignedText, _ words: [Range<Int>]) -> [Range<Int>] {
    guard case .split(let pattern, let behavior, let isInverted) = self else { return words }
    return text.bytes.withUnsafeBufferPointer { bytes in
      words.flatMap { word in
        var parts: [SplitBehavior.Part] = []
        pattern.forEachPart(of: UnsafeBufferPointer(rebasing: bytes[word])) { part, isMatch in
          let range = part.lowerBound + word.lowerBound..<part.upperBound + word.lowerBound
          parts.append((range, isMatch != isInverted))
        }
        return behavior.words(parts)
      }
    }
  }
}
