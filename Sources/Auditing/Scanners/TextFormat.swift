/// A way to lay out a text with Markdown.
enum TextFormat: String, CaseIterable {
  case headers, lists, bold, code, tables
}

/// Returns the formats that a text uses.
func formats(in text: String) -> Set<TextFormat> {
  var found: Set<TextFormat> = []
  var listItems = 0
  for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
    let content = line.drop { $0 == 0x20 || $0 == 0x09 }
    if isHeader(content) { found.insert(.headers) }
    if isListItem(content) { listItems += 1 }
    if content.starts(with: "```".utf8) { found.insert(.code) }
    if content.first == UInt8(ascii: "|"), content.count(where: { $0 == UInt8(ascii: "|") }) >= 3 {
      found.insert(.tables)
    }
    if hasBold(content) { found.insert(.bold) }
  }
  // One line may begin with a dash by chance.
  if listItems >= 2 { found.insert(.lists) }
  return found
}

private func isHeader(_ line: Substring.UTF8View) -> Bool {
  let count = line.prefix { $0 == UInt8(ascii: "#") }.count
  return (1...6).contains(count) && line.dropFirst(count).first == 0x20
}

private func isListItem(_ line: Substring.UTF8View) -> Bool {
  guard let first = line.first else { return false }
  if "-*+".utf8.contains(first) { return line.dropFirst().first == 0x20 }
  if line.starts(with: "• ".utf8) { return true }
  let digits = line.prefix(while: isDigit).count
  guard (1...3).contains(digits) else { return false }
  let rest = line.dropFirst(digits)
  return (rest.first == UInt8(ascii: ".") || rest.first == UInt8(ascii: ")"))
    && rest.dropFirst().first == 0x20
}

private func hasBold(_ line: Substring.UTF8View) -> Bool {
  var marks = 0
  var before: UInt8 = 0
  for byte in line {
    if byte == UInt8(ascii: "*"), before == byte {
      marks += 1
      before = 0
    } else {
      before = byte
    }
  }
  return marks >= 2
}
