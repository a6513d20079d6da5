/// What the splitting patterns ask of a character.
enum CharacterClass: UInt8 {
  case letter, number, mark, newline, otherSpace, other

  var isSpace: Bool { self == .newline || self == .otherSpace }

  /// The class of a scalar.
  ///
  /// NB: `tokenizers` 0.23 knows Unicode 16. What came later has no class there, so it has none
  /// here, whatever Swift's own tables know.
  init(_ value: UInt32) {
    if value < 0x80 {
      self = CharacterClass.ascii[Int(value)]
    } else if (0x4E00..<0x9FFD).contains(value) || (0xAC00..<0xD7A4).contains(value) {
      self = .letter  // The common ideographs and Hangul, without a look into the tables.
    } else if let scalar = Unicode.Scalar(value) {
      self.init(scalar.properties)
    } else {
      self = .other
    }
  }

  private init(_ properties: Unicode.Scalar.Properties) {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      self = .letter
    case .decimalNumber, .letterNumber, .otherNumber: self = .number
    case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
    default: self = properties.isWhitespace ? .otherSpace : .other
    }
    if self != .other, !properties.isPresent(inUnicode: 16) { self = .other }
  }

  private static let ascii: [CharacterClass] = (UInt8.min..<0x80).map { byte in
    switch byte {
    case 0x41...0x5A, 0x61...0x7A: .letter
    case 0x30...0x39: .number
    case 0x0A, 0x0D: .newline
    case 0x09, 0x0B, 0x0C, 0x20: .otherSpace
    default: .other
    }
  }
}

extension Unicode.Scalar.Properties {
  /// Whether a version of Unicode has this character.
  func isPresent(inUnicode version: Int) -> Bool { (age?.major ?? .max) <= version }

  /// Whether the pattern `\w` matches, in the Unicode 16 of `tokenizers`.
  var isPartOfWord: Bool {
    guard isPresent(inUnicode: 16) else { return false }
    return switch generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: isAlphabetic || isJoinControl
    }
  }
}
