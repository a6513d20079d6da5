/// Digits in groups, with what is between them: `+49 30 901820`, `(212) 867-5309`, `8.8.8.8`.
struct NumberRun {
  /// Where the run is.
  let bytes: Range<Int>
  private let text: [UInt8]
  private let groups: [[UInt8]]
  private let isWhole: Bool

  /// Reads the longest run of digits that begins at `start`.
  init(at start: Int, in all: [UInt8]) {
    var end = start
    var last = start
    while end < all.count, end - start < 40 {
      let byte = all[end]
      guard isDigit(byte) || NumberRun.separators.contains(byte) else { break }
      if isDigit(byte) {
        last = end + 1
      } else if end > start + 1, !isDigit(all[end - 1]), !NumberRun.isPair(all[end - 1], byte) {
        break
      }
      end += 1
    }
    bytes = start..<max(last, start + 1)
    text = Array(all[start..<last])
    groups = text.split { !isDigit($0) }.map(Array.init)
    // Part of a longer number or word, of a decimal, of an address in the net.
    let before = start > 0 ? all[start - 1] : 0x20
    let after = last < all.count ? all[last] : 0x20
    let next = last + 1 < all.count ? all[last + 1] : 0x20
    isWhole =
      !isWordByte(before) && !isWordByte(after) && !"./-=_#$".utf8.contains(before)
      && !("./-=_%".utf8.contains(after) && isWordByte(next))
  }

  /// What the run probably is, and nil where it is nothing that points to a person.
  var kind: PersonalData.Kind? {
    guard isWhole, text.count >= 7 else { return nil }
    if isNetworkAddress { return .networkAddress }
    if isNationalID { return .nationalID }
    if isPaymentCard { return .paymentCard }
    return isPhone ? .phone : nil
  }

  private var digits: [Int] { groups.joined().map { Int($0) - 0x30 } }
  private var shape: [Int] { groups.map(\.count) }

  private func isSeparated(only by: String) -> Bool {
    text.allSatisfy { isDigit($0) || by.utf8.contains($0) }
  }

  private var isNetworkAddress: Bool {
    guard groups.count == 4, isSeparated(only: "."), text.count(where: { !isDigit($0) }) == 3 else {
      return false
    }
    let parts = groups.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard parts.count == 4, parts.allSatisfy({ $0 <= 255 }),
      groups.allSatisfy({ $0.count == 1 || $0.first != UInt8(ascii: "0") }),
      parts.contains(where: { $0 > 9 })
    else { return false }
    return isPublic(parts)
  }

  /// Whether an address is in the public net (RFC 6890), and not one that all know.
  private func isPublic(_ parts: [Int]) -> Bool {
    switch (parts[0], parts[1]) {
    case (0, _), (10, _), (127, _), (169, 254), (192, 168), (192, 0), (224..., _): false
    case (172, 16...31), (100, 64...127), (198, 18...19): false
    case (198, 51): parts[2] != 100
    case (203, 0): parts[2] != 113
    default: true
    }
  }

  private var isNationalID: Bool {
    guard shape == [3, 2, 4], isSeparated(only: "-") || isSeparated(only: " ") else { return false }
    let parts = groups.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard parts.count == 3, ![0, 666].contains(parts[0]), parts[0] < 900, parts[1] > 0, parts[2] > 0
    else { return false }
    // Two that are printed everywhere.
    return parts != [123, 45, 6789] && parts != [78, 5, 1120]
  }

  private var isPaymentCard: Bool {
    let digits = digits
    guard (13...19).contains(digits.count), isSeparated(only: " -"), Set(digits).count > 2,
      groups.count <= 5, hasIssuer(digits), !testCards.contains(digits.map(String.init).joined())
    else { return false }
    return passesLuhn(digits)
  }

  private func hasIssuer(_ digits: [Int]) -> Bool {
    let four = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
    return switch four {
    case 4000...4999: [13, 16, 19].contains(digits.count)
    case 5100...5599, 2221...2720: digits.count == 16
    case 3400...3499, 3700...3799: digits.count == 15
    case 6011, 6440...6599, 3528...3589: digits.count >= 16
    case 3000...3059, 3600...3699, 3800...3899: digits.count >= 14
    default: false
    }
  }

  private var isPhone: Bool {
    let digits = digits
    if text.first == UInt8(ascii: "+") {
      guard (8...15).contains(digits.count), digits[0] != 0 else { return false }
      return digits[0] != 1 || (digits.count == 11 && isNorthAmerican(Array(digits.dropFirst())))
    }
    guard !isSeparated(only: " ") else { return false }
    if shape == [3, 3, 4] { return isNorthAmerican(digits) }
    return shape == [1, 3, 3, 4] && digits[0] == 1 && isNorthAmerican(Array(digits.dropFirst()))
  }

  /// Whether ten digits can be somebody's number: neither a helpline's nor one for films.
  private func isNorthAmerican(_ digits: [Int]) -> Bool {
    guard digits.count == 10, digits[0] > 1, digits[3] > 1 else { return false }
    let (area, exchange) = (
      digits[..<3].reduce(0) { $0 * 10 + $1 }, digits[3..<6].reduce(0) { $0 * 10 + $1 }
    )
    return ![800, 822, 833, 844, 855, 866, 877, 888].contains(area) && exchange != 555
      && area != 555 && Array(digits) != [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
  }

  private static let separators = Array("+() -.".utf8)

  /// Whether two separators may follow each other: `) `, `) (` no, `-(` no.
  private static func isPair(_ first: UInt8, _ second: UInt8) -> Bool {
    [") ", " (", ")-"].contains { Array($0.utf8) == [first, second] }
  }
}

/// Whether the last digit is the check digit of the others (ISO/IEC 7812).
func passesLuhn(_ digits: [Int]) -> Bool {
  let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
    guard digit.offset % 2 == 1 else { return sum + digit.element }
    let doubled = digit.element * 2
    return sum + (doubled > 9 ? doubled - 9 : doubled)
  }
  return sum % 10 == 0
}

/// Numbers that banks publish for tests.
private let testCards: Set<String> = [
  "4111111111111111", "4242424242424242", "4012888888881881", "5555555555554444",
  "5105105105105100", "378282246310005", "371449635398431", "6011111111111117",
  "6011000990139424", "30569309025904", "38520000023237", "3530111333300000",
]
