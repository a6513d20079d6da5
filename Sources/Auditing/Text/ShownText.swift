/// Returns a text that can be shown to anybody on one line: what acts unseen is written out.
func shown(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if isSpace(scalar) {
      result.append(" ")
    } else if unseenKind(of: scalar) != nil {
      result.append(contentsOf: "⟨U+\(hexadecimal(scalar.value))⟩".unicodeScalars)
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

/// Returns a text's beginning, for the eye: on one line, with an ellipsis where it was cut.
func excerpt(_ text: String, length: Int = 80) -> String {
  let scalars = text.unicodeScalars.drop(while: isSpace)
  let end = scalars.index(scalars.startIndex, offsetBy: length, limitedBy: scalars.endIndex)
  guard let end, end < scalars.endIndex else { return shown(String(scalars)) }
  return shown(String(scalars[..<end])) + "…"
}

/// Returns the surroundings of a part of a text, the part between brackets.
func excerpt(_ text: String, around range: Range<String.Index>, reach: Int = 30) -> String {
  let scalars = text.unicodeScalars
  let start =
    scalars.index(range.lowerBound, offsetBy: -reach, limitedBy: scalars.startIndex)
    ?? scalars.startIndex
  let end =
    scalars.index(range.upperBound, offsetBy: reach, limitedBy: scalars.endIndex)
    ?? scalars.endIndex
  let before =
    (start > scalars.startIndex ? "…" : "") + shown(String(scalars[start..<range.lowerBound]))
  let after = shown(String(scalars[range.upperBound..<end])) + (end < scalars.endIndex ? "…" : "")
  return before + "[" + shown(String(scalars[range])) + "]" + after
}

private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
