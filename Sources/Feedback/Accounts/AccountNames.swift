/// Returns a handle in small letters.
///
/// - Throws: `FeedbackError.refused` where it is none.
func checkedHandle(_ text: String) throws -> String {
  let handle = lowercasedASCII(text)
  guard (2...32).contains(handle.utf8.count), handle.utf8.allSatisfy(isHandleByte) else {
    throw FeedbackError.refused(
      "a name to sign in with has 2 to 32 of the letters a–z, the digits and . _ -")
  }
  return handle
}

/// Returns a name for others to see, without white space around it.
///
/// - Throws: `FeedbackError.refused` where it is none.
func checkedDisplayName(_ text: String) throws -> String {
  let inner = text.unicodeScalars.drop { $0.properties.isWhitespace }
  let end = inner.lastIndex { !$0.properties.isWhitespace }
  let name = end.map { String(inner[...$0]) } ?? ""
  guard (1...64).contains(name.unicodeScalars.count), name.unicodeScalars.allSatisfy(isVisible)
  else {
    throw FeedbackError.refused("a name for others to see has 1 to 64 visible characters")
  }
  return name
}

private func isHandleByte(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
    UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
    true
  default: false
  }
}

/// Whether a character shows; those that turn or hide others could pass one name off as another.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: false
  default: true
  }
}
