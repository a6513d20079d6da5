/// Returns where the IBAN that begins at a capital letter is, if it is one.
///
/// The country's length must be right, and the number with its first four characters at the end,
/// letters from A = 10, must leave 1 when divided by 97 (ISO 13616).
func bankAccountRange(at start: Int, in bytes: [UInt8]) -> Range<Int>? {
  guard start + 4 < bytes.count, isDigit(bytes[start + 2]), isDigit(bytes[start + 3]),
    let length = lengths[String(decoding: bytes[start..<(start + 2)], as: UTF8.self)]
  else { return nil }
  var account: [UInt8] = []
  var index = start
  while index < bytes.count, account.count < length {
    let byte = bytes[index]
    if isDigit(byte) || (0x41...0x5a).contains(byte) {
      account.append(byte)
    } else if byte != UInt8(ascii: " ") || bytes[index - 1] == UInt8(ascii: " ") {
      break
    }
    index += 1
  }
  guard account.count == length, index == bytes.count || !isWordByte(bytes[index]) else {
    return nil
  }
  return remainder(account) == 1 ? start..<index : nil
}

private func remainder(_ account: [UInt8]) -> Int {
  (account.dropFirst(4) + account.prefix(4)).reduce(0) { rest, byte in
    isDigit(byte) ? (rest * 10 + Int(byte) - 0x30) % 97 : (rest * 100 + Int(byte) - 0x37) % 97
  }
}

private let lengths = [
  "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
  "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
  "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
  "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
  "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
  "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30, "NL": 18, "NO": 15,
  "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22, "SA": 24, "SE": 24,
  "SI": 19, "SK": 24, "SM": 27, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
]
