extension JSONParser {
  /// Reads the number at the current position, and keeps its digits.
  mutating func number() throws -> JSONValue {
    let start = position
    _ = skip("-")
    if bytes[position...].starts(with: "Infinity".utf8) {
      throw problem("Infinity is not a JSON value")
    }
    if !skip("0") { try digits() }
    if skip(".") { try digits() }
    if skip("e") || skip("E") {
      if !skip("+") { _ = skip("-") }
      try digits()
    }
    if let byte = next, isDigit(byte) { throw problem("a number has a leading zero") }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func digits() throws {
    guard let byte = next, isDigit(byte) else { throw problem("a digit is due") }
    while let byte = next, isDigit(byte) { position += 1 }
  }

  /// Reads the string at the current position, which is a quotation mark.
  mutating func string() throws -> String {
    let start = position
    position += 1
    var utf8: [UInt8] = []
    while true {
      let run = position
      while let byte = next, byte != 0x22, byte != 0x5c, byte >= 0x20 { position += 1 }
      utf8 += bytes[run..<position]
      switch next {
      case nil: throw problem("the text ends inside a string")
      case 0x22:
        position += 1
        guard let text = String(validating: utf8, as: UTF8.self) else {
          throw JSONProblem(byte: start + 1, reason: "the string that begins here is not UTF-8")
        }
        return text
      case 0x5c: utf8 += Array(String(try escaped()).utf8)
      default: throw problem("a control character in a string is not escaped")
      }
    }
  }

  /// Reads the escape at the current position, which is a backslash.
  private mutating func escaped() throws -> Unicode.Scalar {
    position += 1
    guard let letter = next else { throw problem("the text ends inside a string") }
    position += 1
    switch Unicode.Scalar(letter) {
    case "\"": return "\""
    case "\\": return "\\"
    case "/": return "/"
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "u": return try unicodeEscaped()
    default:
      position -= 1
      throw problem("a backslash is followed by no known escape")
    }
  }

  /// Reads the digits of a `\u` escape, and those of the second one of a surrogate pair.
  private mutating func unicodeEscaped() throws -> Unicode.Scalar {
    let start = position - 2
    let first = try hexadecimal()
    var value = first
    if (0xd800..<0xdc00).contains(first), skip("\\"), skip("u") {
      let second = try hexadecimal()
      if (0xdc00..<0xe000).contains(second) {
        value = 0x10000 + (first - 0xd800) << 10 + (second - 0xdc00)
      }
    }
    guard let scalar = Unicode.Scalar(value) else {
      throw JSONProblem(byte: start + 1, reason: "a surrogate stands alone, which is no text")
    }
    return scalar
  }

  private mutating func hexadecimal() throws -> UInt32 {
    let end = position + 4
    guard end <= bytes.count, bytes[position..<end].allSatisfy(isHexadecimalDigit),
      let value = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw problem("four hexadecimal digits are due") }
    position = end
    return value
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

private func isHexadecimalDigit(_ byte: UInt8) -> Bool {
  isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
}
