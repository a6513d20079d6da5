/// Characters that tokenizers split at or drop, each for itself.
///
/// NB: the parts of `tokenizers` 0.23 each know a Unicode of their own: numbers that of its
/// compiler, 17, punctuation 8, and combining marks 9. Some characters have moved since.
enum CharacterKind: Sendable {
  case number, punctuation, space, combiningMark

  func contains(_ value: UInt32) -> Bool {
    switch self {
    case .number: isNumber(value)
    case .punctuation: isPunctuation(value)
    case .space: CharacterClass(value).isSpace
    case .combiningMark: isCombiningMark(value)
    }
  }

  private func isNumber(_ value: UInt32) -> Bool {
    switch Unicode.Scalar(value)?.properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    default: false
    }
  }

  /// The symbols of ASCII count too.
  private func isPunctuation(_ value: UInt32) -> Bool {
    switch value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
    case 0x166D, 0x111C9: return true  // Now a symbol, and a mark.
    case 0..<0x80: return false
    default: break
    }
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      return properties.isPresent(inUnicode: 8)
    default: return false
    }
  }

  private func isCombiningMark(_ value: UInt32) -> Bool {
    switch value {
    case 0..<0x300: return false
    case 0x1CF2, 0x1CF3: return true  // Now letters.
    case 0x111C9: return false  // A mark now, then punctuation.
    default: break
    }
    guard CharacterClass(value) == .mark else { return false }
    return Unicode.Scalar(value)?.properties.isPresent(inUnicode: 9) == true
  }
}
