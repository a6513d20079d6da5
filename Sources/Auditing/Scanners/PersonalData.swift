/// A place in a text that probably tells something about a living person.
public struct PersonalData: Sendable, Equatable {
  /// What is told.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// An address of e-mail.
    case email
    /// A telephone number, in international form or as in North America.
    case phone
    /// The number of a payment card, whose check digit is right.
    case paymentCard = "payment_card"
    /// The number of a bank account (IBAN), whose check digits are right.
    case bankAccount = "bank_account"
    /// An IPv4 address of the public net.
    case networkAddress = "network_address"
    /// A social security number of the United States.
    case nationalID = "national_id"
  }

  /// What is told.
  public let kind: Kind
  /// Where it is.
  public let range: Range<String.Index>
  /// What is there, with all but its ends hidden, to be shown in reports.
  public let excerpt: String
}

/// Returns the places in a text that probably tell something about a living person, in their order.
///
/// Numbers must pass their checks, and what is set aside for examples, tests, helplines or private
/// nets is no finding: `jo@example.com`, `+1 800 …`, `192.168.0.1`. Names and postal addresses are
/// not looked for.
public func personalData(in text: String) -> [PersonalData] {
  let bytes = Array(text.utf8)
  guard bytes.contains(where: { $0 == UInt8(ascii: "@") || isDigit($0) }) else { return [] }
  var found: [(kind: PersonalData.Kind, bytes: Range<Int>)] = []
  var index = 0
  while index < bytes.count {
    if let match = match(at: index, in: bytes, after: found.last?.bytes.upperBound ?? 0) {
      found.append(match)
      index = max(match.bytes.upperBound, index + 1)
    } else {
      index += 1
    }
  }
  return found.map { kind, place in
    let range = text.range(ofBytes: place)
    return PersonalData(kind: kind, range: range, excerpt: masked(String(text[range])))
  }
}

private func match(
  at index: Int, in bytes: [UInt8], after start: Int
) -> (kind: PersonalData.Kind, bytes: Range<Int>)? {
  let byte = bytes[index]
  if byte == UInt8(ascii: "@") {
    return emailRange(around: index, in: bytes, after: start).map { (.email, $0) }
  }
  guard index == 0 || !isWordByte(bytes[index - 1]) else { return nil }
  if (0x41...0x5a).contains(byte) {
    return bankAccountRange(at: index, in: bytes).map { (.bankAccount, $0) }
  }
  guard isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") else { return nil }
  let number = NumberRun(at: index, in: bytes)
  if let kind = number.kind { return (kind, number.bytes) }
  return nil
}

/// Returns a text of which only the first two and the last two characters are left.
private func masked(_ text: String) -> String {
  let scalars = Array(text.unicodeScalars)
  guard scalars.count > 6 else { return String(repeating: "•", count: scalars.count) }
  func part(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return shown(String(view))
  }
  return part(scalars.prefix(2)) + String(repeating: "•", count: scalars.count - 4)
    + part(scalars.suffix(2))
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

func isLetter(_ byte: UInt8) -> Bool {
  (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
}

/// Returns whether a byte is of a letter or a digit; those beyond ASCII count as letters.
func isWordByte(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) || byte >= 0x80 }
