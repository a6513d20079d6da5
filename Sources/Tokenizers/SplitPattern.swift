/// The regular expressions by which the known families split text, each a scanner.
enum SplitPattern: Equatable, Sendable {
  /// GPT-2's: contractions in lower case, words and numbers with the space before them.
  case gpt2
  /// That of GPT-4, Llama 3 and Qwen: contractions in any case, a word may have one other
  /// character before it, numbers are cut, line breaks stay with what they end.
  case gpt4(maximumDigits: Int, marksAreLetters: Bool)
  /// Words, and the punctuation between them and spaces: `\w+|[^\w\s]+`.
  case wordsOrNot
  /// Each character of a kind.
  case characters(CharacterKind)
  /// A fixed text.
  case literal([UInt8])

  static let gpt2Expression =
    #"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"#

  /// The scanner of a regular expression, or nil where it is none of those known.
  init?(expression: String) {
    let isSame = { (other: String) in expression.utf8.elementsEqual(other.utf8) }
    if isSame(SplitPattern.gpt2Expression) {
      self = .gpt2
      return
    }
    let endings = #"|\s*[\r\n]+|\s+(?!\S)|\s+"#
    let contractions = #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|"#
    let words = #"[^\r\n\p{L}\p{N}]?\p{L}+|"#
    let others = #" ?[^\s\p{L}\p{N}]+[\r\n]*"#
    if isSame(contractions + words + #"\p{N}{1,3}|"# + others + endings) {
      self = .gpt4(maximumDigits: 3, marksAreLetters: false)
    } else if isSame(contractions + words + #"\p{N}|"# + others + endings) {
      self = .gpt4(maximumDigits: 1, marksAreLetters: false)
    } else if isSame(
      contractions + #"[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}|"#
        + #" ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*"# + endings)
    {
      self = .gpt4(maximumDigits: 1, marksAreLetters: true)
    } else {
      return nil
    }
  }
}

/// Finds where matches of a pattern end.
///
/// The patterns of the families match at every position, so the text is the row of the matches;
/// only words leave spaces between them.
struct PatternScanner {
  let text: UTF8Cursor
  let pattern: SplitPattern

  /// The end of the match, or of the gap, that starts at an index.
  func part(from start: Int) -> (end: Int, isMatch: Bool) {
    switch pattern {
    case .gpt2: (endForGPT2(start), true)
    case .gpt4(let maximumDigits, let marksAreLetters):
      (endForGPT4(start, maximumDigits, marksAreLetters), true)
    case .wordsOrNot: wordOrNot(start)
    case .literal, .characters: (text.count, false)
    }
  }

  private func wordOrNot(_ start: Int) -> (end: Int, isMatch: Bool) {
    let kind = wordKind(text.scalar(at: start).value)
    var index = start
    while index < text.count {
      let (value, end) = text.scalar(at: index)
      guard wordKind(value) == kind else { break }
      index = end
    }
    return (index, kind != .otherSpace)
  }

  /// One class each for words, spaces, and all else.
  private func wordKind(_ value: UInt32) -> CharacterClass {
    guard let properties = Unicode.Scalar(value)?.properties else { return .other }
    if properties.isPartOfWord { return .letter }
    return properties.isWhitespace ? .otherSpace : .other
  }

  private func character(_ index: Int) -> (class: CharacterClass, end: Int)? {
    guard index < text.count else { return nil }
    let (value, end) = text.scalar(at: index)
    return (CharacterClass(value), end)
  }

  private func end(
    ofRunFrom start: Int, maximum: Int = .max, while belongs: (CharacterClass) -> Bool
  ) -> Int {
    var index = start
    var count = 0
    while count < maximum, let (kind, end) = character(index), belongs(kind) {
      index = end
      count += 1
    }
    return index
  }

  private func endForGPT2(_ start: Int) -> Int {
    if let end = contractionEnd(start, ignoringCase: false) { return end }
    let isSpace = text.bytes[start] == 0x20
    let wordStart = isSpace ? start + 1 : start
    if let (kind, end) = character(wordStart), !kind.isSpace {
      let group = group(of: kind)
      return self.end(ofRunFrom: end) { self.group(of: $0) == group }
    }
    return spaceEnd(start)
  }

  /// Marks are neither letters nor numbers nor spaces: they run with punctuation.
  private func group(of kind: CharacterClass) -> CharacterClass { kind == .mark ? .other : kind }

  private func endForGPT4(_ start: Int, _ maximumDigits: Int, _ marksAreLetters: Bool) -> Int {
    if let end = contractionEnd(start, ignoringCase: true) { return end }
    let isWordy = { (kind: CharacterClass) in
      kind == .letter || (marksAreLetters && kind == .mark)
    }
    guard let (kind, end) = character(start) else { return text.count }
    if kind != .newline, kind != .letter, kind != .number, let (next, _) = character(end),
      isWordy(next)
    {
      return self.end(ofRunFrom: end, while: isWordy)
    }
    if isWordy(kind) { return self.end(ofRunFrom: end, while: isWordy) }
    if kind == .number {
      return self.end(ofRunFrom: start, maximum: maximumDigits) { $0 == .number }
    }
    let isOther = { (kind: CharacterClass) in
      !kind.isSpace && kind != .number && !isWordy(kind) && kind != .letter
    }
    let othersStart = text.bytes[start] == 0x20 ? start + 1 : start
    let othersEnd = self.end(ofRunFrom: othersStart, while: isOther)
    if othersEnd > othersStart { return self.end(ofRunFrom: othersEnd) { $0 == .newline } }
    return lineBreakEnd(start) ?? spaceEnd(start)
  }

  /// `\s*[\r\n]+`: up to the last line break of the run of spaces.
  private func lineBreakEnd(_ start: Int) -> Int? {
    var index = start
    var lastBreak: Int?
    while let (kind, end) = character(index), kind.isSpace {
      if kind == .newline { lastBreak = end }
      index = end
    }
    return lastBreak
  }

  /// `\s+(?!\S)|\s+`: a run of spaces leaves its last one to the word after it.
  private func spaceEnd(_ start: Int) -> Int {
    let end = end(ofRunFrom: start, while: \.isSpace)
    guard end < text.count else { return end }
    let last = text.scalar(before: end).start
    return last > start ? last : end
  }

  private func contractionEnd(_ start: Int, ignoringCase: Bool) -> Int? {
    guard text.bytes[start] == UInt8(ascii: "'"), start + 1 < text.count else { return nil }
    let (first, firstEnd) = letter(start + 1, ignoringCase)
    switch first {
    case "s", "t", "m", "d": return firstEnd
    case "r", "v", "l":
      guard firstEnd < text.count else { return nil }
      let (second, secondEnd) = letter(firstEnd, ignoringCase)
      return second == (first == "l" ? "l" : "e") ? secondEnd : nil
    default: return nil
    }
  }

  private func letter(_ index: Int, _ ignoringCase: Bool) -> (Unicode.Scalar, Int) {
    let (value, end) = text.scalar(at: index)
    guard let scalar = Unicode.Scalar(value) else { return (" ", end) }
    guard ignoringCase else { return (scalar, end) }
    // The long s is the one letter beyond ASCII whose case folds to one of these.
    if scalar == "\u{17F}" { return ("s", end) }
    return (value < 0x80 ? Unicode.Scalar(UInt8(value) | 0x20) : scalar, end)
  }
}
