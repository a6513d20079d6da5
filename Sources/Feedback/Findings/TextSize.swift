/// How long a text is, for reading it and for judging its length.
struct TextSize {
  /// How many words it has; in scripts without spaces each character is one.
  let wordCount: Int
  /// How many characters of Unicode it has.
  let characterCount: Int

  init(_ text: String) {
    var (words, characters, isInWord) = (0, 0, false)
    for scalar in text.unicodeScalars {
      characters += 1
      if scalar.properties.isWhitespace {
        isInWord = false
      } else if isWholeWord(scalar) {
        words += 1
        isInWord = false
      } else if !isInWord {
        words += 1
        isInWord = true
      }
    }
    wordCount = words
    characterCount = characters
  }
}

/// Returns whether a character is written without spaces between words: Han and Kana.
private func isWholeWord(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.isIdeographic || (0x3041...0x30FF).contains(scalar.value)
}
