import Foundation

/// Returns a text as one sees it: without unseen characters, composed (NFC), and with one space for
/// each run of white space between words.
func cleaned(_ text: String) -> String {
  var result = String.UnicodeScalarView()
  var isAfterSpace = false
  var isASCII = true
  for scalar in text.unicodeScalars {
    if isSpace(scalar) {
      isAfterSpace = true
      continue
    }
    if !scalar.isASCII { isASCII = false }
    if unseenKind(of: scalar) != nil || isJoiner(scalar) { continue }
    if isAfterSpace, !result.isEmpty { result.append(" ") }
    isAfterSpace = false
    result.append(scalar)
  }
  let seen = String(result)
  return isASCII ? seen : seen.precomposedStringWithCanonicalMapping
}

/// Returns whether a scalar is white space, line breaks included.
func isSpace(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar.value == 0x20 || (0x09...0x0d).contains(scalar.value) }
  return scalar.properties.isWhitespace
}
