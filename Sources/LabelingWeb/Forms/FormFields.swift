/// The fields of a form as they were sent: names and values, in the form's order.
///
/// Texts are exact, and names are compared byte by byte: for `String` a letter with an accent
/// equals the same letter composed otherwise, and the Kelvin sign equals `K`.
struct FormFields: Sendable, Equatable {
  /// A name with its value.
  struct Field: Sendable, Equatable {
    var name: String
    var value: String
  }

  /// All fields, in the form's order; a name may come more than once.
  var pairs: [Field]

  /// Creates fields from names and values.
  init(_ pairs: [(String, String)]) {
    self.pairs = pairs.map { Field(name: $0.0, value: $0.1) }
  }

  /// Returns the first value of a name.
  func first(_ name: String) -> String? {
    pairs.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }

  /// Returns all values of a name.
  func all(_ name: String) -> [String] {
    pairs.filter { $0.name.utf8.elementsEqual(name.utf8) }.map(\.value)
  }
}

extension FormFields {
  /// What is wrong with the body of a form.
  enum Fault: Error, Equatable {
    /// It has more fields than any form of ours.
    case tooManyFields
    /// `%` is not followed by two hexadecimal digits.
    case badEscape
    /// A name or a value is not UTF-8.
    case notUnicode
    /// A name or a value holds U+0000, which no text of ours may.
    case holdsNull
  }

  /// How many fields a form may have: the largest of ours, nine completions rated on many axes,
  /// has some hundreds.
  static let greatestCount = 2000

  /// Reads a body of the type `application/x-www-form-urlencoded`, or the query of an address.
  ///
  /// - Throws: `Fault`.
  init(urlEncoded body: some Collection<UInt8>) throws(Fault) {
    pairs = []
    for part in body.split(separator: UInt8(ascii: "&")) {
      guard pairs.count < Self.greatestCount else { throw .tooManyFields }
      let sides = part.split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      pairs.append(
        Field(name: try decoded(sides[0]), value: sides.count > 1 ? try decoded(sides[1]) : ""))
    }
  }
}

/// Returns the text that an escaped name or value means.
private func decoded(_ escaped: some Collection<UInt8>) throws(FormFields.Fault) -> String {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(escaped.count)
  var rest = escaped.makeIterator()
  while let byte = rest.next() {
    switch byte {
    case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
    case UInt8(ascii: "%"):
      guard let high = rest.next().flatMap(hexadecimalValue),
        let low = rest.next().flatMap(hexadecimalValue)
      else { throw .badEscape }
      bytes.append(high << 4 | low)
    default: bytes.append(byte)
    }
  }
  guard !bytes.contains(0) else { throw .holdsNull }
  guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUnicode }
  return text
}

private func hexadecimalValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  default: nil
  }
}
