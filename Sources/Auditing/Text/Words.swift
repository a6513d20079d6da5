/// A word of a text: letters and digits, with apostrophes inside.
///
/// In scripts without spaces between words, each character is one.
struct Word {
  /// In lower case, with a plain apostrophe and without unseen characters.
  var folded: String
  /// A stable hash of `folded`.
  var hash: UInt64
  /// Where it is, in bytes of UTF-8.
  var bytes: Range<Int>
  /// Whether it belongs to one clause with the word before it.
  var isJoined: Bool
}

/// Returns the words of a text.
func words(of text: String) -> [Word] {
  var reader = WordReader()
  var text = text
  text.makeContiguousUTF8()
  for scalar in text.unicodeScalars { reader.read(scalar) }
  reader.endWord()
  return reader.words
}

private struct WordReader {
  private(set) var words: [Word] = []
  private var folded: [UInt8] = []
  private var start = 0
  private var end = 0
  private var position = 0
  private var hasApostrophe = false
  private var isJoined = false

  mutating func read(_ scalar: Unicode.Scalar) {
    let width = UTF8.width(scalar)
    defer { position += width }
    switch WordPart(scalar) {
    case .letter: extend(with: scalar, width: width)
    case .wholeWord:
      endWord()
      extend(with: scalar, width: width)
      endWord()
    case .apostrophe where !folded.isEmpty && !hasApostrophe: hasApostrophe = true
    case .unseen: break
    case .apostrophe, .gap: endWord()
    case .stop:
      endWord()
      isJoined = false
    }
  }

  mutating func endWord() {
    hasApostrophe = false
    guard !folded.isEmpty else { return }
    var hash = StableHash()
    for byte in folded { hash.combine(byte) }
    words.append(
      Word(
        folded: String(decoding: folded, as: UTF8.self), hash: hash.value, bytes: start..<end,
        isJoined: isJoined))
    folded.removeAll(keepingCapacity: true)
    isJoined = true
  }

  private mutating func extend(with scalar: Unicode.Scalar, width: Int) {
    if folded.isEmpty { start = position }
    if hasApostrophe { folded.append(UInt8(ascii: "'")) }
    hasApostrophe = false
    if scalar.isASCII {
      let byte = UInt8(scalar.value)
      folded.append((0x41...0x5a).contains(byte) ? byte + 0x20 : byte)
    } else {
      folded += scalar.properties.lowercaseMapping.utf8
    }
    end = position + width
  }
}

/// What a scalar is to a word.
private enum WordPart {
  case letter, wholeWord, apostrophe, gap, stop, unseen

  init(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: self = .letter
    case 0x27, 0x2019: self = .apostrophe
    case 0x0a, 0x0d, 0x21, 0x2c, 0x2e, 0x3a, 0x3b, 0x3f, 0x3001, 0x3002: self = .stop
    case 0x00..<0x80: self = .gap
    default: self = WordPart(beyondASCII: scalar)
    }
  }

  private init(beyondASCII scalar: Unicode.Scalar) {
    switch scalar.value {
    // Thai, Lao, Myanmar, Khmer, kana and ideographs.
    case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x3041...0x30ff, 0x3400...0x4dbf,
      0x4e00...0x9fff, 0xf900...0xfaff, 0x20000...0x3fffd:
      self = .wholeWord
    default:
      if unseenKind(of: scalar) != nil || isJoiner(scalar) {
        self = .unseen
      } else {
        self = WordPart(category: scalar.properties.generalCategory)
      }
    }
  }

  private init(category: Unicode.GeneralCategory) {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
      self = .letter
    default: self = .gap
    }
  }
}
