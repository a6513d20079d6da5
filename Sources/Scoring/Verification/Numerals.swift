/// The last number in a text, as digits that are equal exactly where the numbers are.
///
/// A number has decimal digits, perhaps in groups of three parted by commas, a point with more
/// digits, and a minus in front that does not stand between two things as in “5-3”. Exponents and
/// fractions are not read as one number.
///
/// - Complexity: One pass over the text.
func lastNumber(in text: String) -> String? {
  var scanner = NumeralScanner(text)
  var last: String?
  while let number = scanner.next() { last = number }
  return last
}

/// Goes through a text from number to number.
private struct NumeralScanner {
  private let scalars: [Unicode.Scalar]
  private var place = 0

  init(_ text: String) { scalars = Array(text.unicodeScalars) }

  mutating func next() -> String? {
    while place < scalars.count, !startsNumber(at: place) { place += 1 }
    guard place < scalars.count else { return nil }
    let isNegative = hasMinus(before: place)
    let whole = takeGroups()
    let fraction = takeFraction()
    return canonical(isNegative, whole, fraction)
  }

  private func isDigit(at place: Int) -> Bool {
    scalars.indices.contains(place) && ("0"..."9").contains(scalars[place])
  }

  /// A digit, or a point with a digit after it.
  private func startsNumber(at place: Int) -> Bool {
    isDigit(at: place) || (scalars[place] == "." && isDigit(at: place + 1))
  }

  private func hasMinus(before start: Int) -> Bool {
    var place = start - 1
    // “-$5” is less than nothing, too.
    if place >= 0, scalars[place].properties.generalCategory == .currencySymbol { place -= 1 }
    guard place >= 0, scalars[place] == "-" || scalars[place] == "\u{2212}" else { return false }
    guard place > 0 else { return true }
    let before = scalars[place - 1].properties
    return !before.isAlphabetic && before.numericType == nil && scalars[place - 1] != ")"
  }

  /// The digits up to the point: “1,234” is one number, “1,2” and “12,3456” are two.
  private mutating func takeGroups() -> [Unicode.Scalar] {
    var digits = takeDigits()
    guard (1...3).contains(digits.count) else { return digits }
    while place < scalars.count, scalars[place] == ",",
      (1...3).allSatisfy({ isDigit(at: place + $0) }), !isDigit(at: place + 4)
    {
      place += 1
      digits += takeDigits()
    }
    return digits
  }

  private mutating func takeFraction() -> [Unicode.Scalar] {
    guard place < scalars.count, scalars[place] == ".", isDigit(at: place + 1) else { return [] }
    place += 1
    return takeDigits()
  }

  private mutating func takeDigits() -> [Unicode.Scalar] {
    let start = place
    while isDigit(at: place) { place += 1 }
    return Array(scalars[start..<place])
  }
}

private func canonical(
  _ isNegative: Bool, _ whole: [Unicode.Scalar], _ fraction: [Unicode.Scalar]
) -> String {
  let leading = whole.drop { $0 == "0" }
  let trailing = fraction.reversed().drop { $0 == "0" }.reversed()
  guard !leading.isEmpty || !trailing.isEmpty else { return "0" }
  var text = String.UnicodeScalarView()
  if isNegative { text.append("-") }
  text += leading.isEmpty ? ["0"] : Array(leading)
  if !trailing.isEmpty {
    text.append(".")
    text += trailing
  }
  return String(text)
}
