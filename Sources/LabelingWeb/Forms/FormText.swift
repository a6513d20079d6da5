/// Returns a text as its writer meant it: line breaks are single, as browsers send two characters.
///
/// It goes by scalars, since as a `Character` the two are one, which is not a line break.
func exactText(_ text: String?) -> String? {
  guard let text else { return nil }
  var result = String.UnicodeScalarView()
  var isAfterReturn = false
  for scalar in text.unicodeScalars {
    if scalar == "\n", isAfterReturn {
      isAfterReturn = false
      continue
    }
    isAfterReturn = scalar == "\r"
    result.append(isAfterReturn ? "\n" : scalar)
  }
  return String(result)
}

/// Returns a text as its writer meant it, and nil where there is nothing but white space in it.
func filledText(_ text: String?) -> String? {
  guard let text = exactText(text),
    text.unicodeScalars.contains(where: { !$0.properties.isWhitespace })
  else { return nil }
  return text
}
