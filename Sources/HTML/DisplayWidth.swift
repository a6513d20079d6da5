/// Returns how many columns a text takes on a terminal.
public func displayWidth(_ text: String) -> Int { text.reduce(0) { $0 + displayWidth($1) } }

private func displayWidth(_ character: Character) -> Int {
  guard let first = character.unicodeScalars.first else { return 0 }
  if first.properties.isEmojiPresentation { return 2 }
  if character.unicodeScalars.contains("\u{FE0F}") { return 2 }
  switch first.value {
  case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
    return 2
  default:
    let isMark = [.nonspacingMark, .enclosingMark].contains(first.properties.generalCategory)
    return isMark ? 0 : 1
  }
}

/// Returns a text with spaces before or after it.
public func padded(_ text: String, to width: Int, onTheLeft: Bool = false) -> String {
  let spaces = String(repeating: " ", count: max(0, width - displayWidth(text)))
  return onTheLeft ? spaces + text : text + spaces
}

/// Returns the lines of a text, none wider than `width`; words too long are cut.
public func wrapped(_ text: String, to width: Int) -> [String] {
  text.split(omittingEmptySubsequences: false) { $0.isNewline }
    .flatMap { wrappedLine($0, to: max(2, width)) }
}

private func wrappedLine(_ text: Substring, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  var lineWidth = 0
  for word in text.split(separator: " ") {
    let wordWidth = displayWidth(String(word))
    if lineWidth > 0, lineWidth + 1 + wordWidth > width {
      lines.append(line)
      (line, lineWidth) = ("", 0)
    }
    if lineWidth > 0 {
      line += " "
      lineWidth += 1
    }
    for character in word {
      let characterWidth = displayWidth(character)
      if lineWidth + characterWidth > width {
        lines.append(line)
        (line, lineWidth) = ("", 0)
      }
      line.append(character)
      lineWidth += characterWidth
    }
  }
  return lines + [line]
}
