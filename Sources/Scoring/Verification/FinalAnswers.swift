import Foundation

/// The part of a text that is its answer: after the last `####` on that line, or in the last
/// `\boxed{…}`, or all of it.
func finalAnswer(in text: String) -> String {
  let bytes = Array(text.utf8)
  if let start = lastEnd(of: Array("####".utf8), in: bytes) {
    let line = bytes[start...].prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
    return String(decoding: line, as: UTF8.self)
  }
  if let start = lastEnd(of: Array("\\boxed{".utf8), in: bytes) {
    return String(decoding: bytes[start...].prefix(upToClosingBraceOf: 1), as: UTF8.self)
  }
  return text
}

/// The place after the last occurrence of a pattern.
private func lastEnd(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
  var end = bytes.count
  while end >= pattern.count {
    if bytes[(end - pattern.count)..<end].elementsEqual(pattern) { return end }
    end -= 1
  }
  return nil
}

extension Collection<UInt8> {
  /// What comes before the brace that closes so many open ones; all where none does.
  fileprivate func prefix(upToClosingBraceOf open: Int) -> SubSequence {
    var depth = open
    return prefix { byte in
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      return depth > 0
    }
  }
}

/// A text without what does not matter in an answer: case, wide and ligated forms, white space
/// beyond single spaces, and quotation and punctuation marks at its ends.
func plainText(of text: String) -> String {
  let folded = text.precomposedStringWithCompatibilityMapping.lowercased()
  let words = folded.unicodeScalars.split { $0.properties.isWhitespace }
  let joined = words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  let marks = CharacterSet(charactersIn: ".,;:!?\"'“”‘’«»`* ")
  return joined.trimmingCharacters(in: marks)
}
