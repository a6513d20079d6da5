/// Returns whether a text ends as whole texts do, or is so short that it cannot be told.
///
/// An end is a mark of punctuation, a closing bracket or quotation mark, an emoji, the line of a
/// list, a table or code, or an address in the net. Fewer than eight words need no end.
func endsProperly(_ text: String, words: [Word]) -> Bool {
  guard words.count >= 8 else { return true }
  let scalars = text.unicodeScalars
  guard
    let last = scalars.last(where: { !isSpace($0) && unseenKind(of: $0) == nil && !isJoiner($0) })
  else { return true }
  guard !endsSentence(last) else { return true }
  let line = text.utf8.split(separator: UInt8(ascii: "\n")).last {
    $0.contains { $0 != 0x20 && $0 != 0x09 && $0 != 0x0d }
  }
  guard let line else { return true }
  let content = line.drop { $0 == 0x20 || $0 == 0x09 }
  guard let first = content.first else { return true }
  if "-*+#|>•".utf8.contains(first) || isDigit(first) { return true }
  guard let lastWord = content.split(separator: 0x20).last else { return true }
  return lastWord.starts(with: "http".utf8) || lastWord.starts(with: "www.".utf8)
}

private func endsSentence(_ scalar: Unicode.Scalar) -> Bool {
  if ".!?:;…。！？؟۔।॥)]}>\"'`*_~=|$%”’»」』）】—–".unicodeScalars.contains(scalar) { return true }
  return scalar.properties.isEmojiPresentation || scalar.value >= 0x1F000 || scalar.value == 0x2764
}
