/// A text with what several checks need to know of it.
struct ExaminedText {
  let text: String
  let words: [Word]
  /// Equal for texts that differ in nothing one sees: spaces, unseen and composed characters.
  let key: UInt64

  init(_ text: String) {
    self.text = text
    words = Auditing.words(of: text)
    key = stableHash(of: cleaned(text))
  }

  /// Whether there is nothing to see in it.
  var isEmpty: Bool { key == ExaminedText.emptyKey }

  private static let emptyKey = stableHash(of: "")
}
