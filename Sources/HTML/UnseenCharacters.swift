/// Returns a text in which characters that nobody sees, but that act, are replaced by visible ones.
///
/// Models and strangers wrote what is shown: an escape character commands a terminal, a direction
/// override turns a line around, a zero-width one hides a difference.
///
/// - Parameter keepingLines: Whether line breaks and tabs stay.
public func visible(_ text: String, keepingLines: Bool = true) -> String {
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if !keepingLines, scalar.properties.isWhitespace {
      result.append(" ")
    } else if let stand = standIn(for: scalar) {
      result.append(contentsOf: stand.unicodeScalars)
    } else {
      result.append(scalar)
    }
  }
  return String(result)
}

/// Returns what to show for a character that acts unseen, and nil for others.
///
/// Joiners stay: scripts and emoji need them.
func standIn(for scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  case 0x09, 0x0A: nil
  case 0x00...0x1F, 0x7F...0x9F, 0x00AD, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028...0x202E,
    0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F:
    "⟨U+\(hexadecimal(scalar.value))⟩"
  default: nil
  }
}

private func hexadecimal(_ value: UInt32) -> String {
  let digits = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
}
