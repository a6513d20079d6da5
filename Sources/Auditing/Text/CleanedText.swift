import Foundation

/// Returns a text as one sees it: without unseen characters, composed (NFC), and with one space for
/// each run of white space between words.
func cleaned(_ text: String) -> String {
  var result: [UInt8] = []
  result.reserveCapacity(text.utf8.count)
  var isAfterSpace = false
  var mayCompose = false
  for scalar in text.unicodeScalars {
    if isSpace(scalar) {
      isAfterSpace = true
      continue
    }
    if !scalar.isASCII {
      if unseenKind(of: scalar) != nil || isJoiner(scalar) { continue }
      mayCompose = mayCompose || isPartOfComposition(scalar)
    } else if unseenKind(of: scalar) != nil {
      continue
    }
    if isAfterSpace, !result.isEmpty { result.append(0x20) }
    isAfterSpace = false
    if scalar.isASCII {
      result.append(UInt8(scalar.value))
    } else {
      result += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
    }
  }
  let seen = String(decoding: result, as: UTF8.self)
  return mayCompose ? seen.precomposedStringWithCanonicalMapping : seen
}

/// Returns whether composing (NFC) may change a scalar or what is before it.
///
/// It says no for what is frequent and surely stays: Latin and Cyrillic letters, quotation marks,
/// ideographs and most emoji.
private func isPartOfComposition(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case ..<0x300, 0x400...0x482, 0x2010...0x2027, 0x4E00...0x9FFF, 0x1F300...0x1FAFF: false
  default: true
  }
}

/// Returns whether a scalar is white space, line breaks included.
func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value == 0x20 || (0x09...0x0d).contains(scalar.value) }
  return scalar.properties.isWhitespace
}
