/// Reads a JSON file, in one pass over its bytes.
struct JSONFileReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Reads the whole of a file.
  ///
  /// - Throws: ``TokenizerError/malformedJSON(file:line:column:reason:)``.
  static func read(_ bytes: [UInt8], file: String) throws -> JSONField {
    try bytes.withUnsafeBufferPointer { buffer in
      var reader = JSONFileReader(buffer)
      do {
        guard String(validating: buffer, as: UTF8.self) != nil else {
          throw Failure(reason: "it is not UTF-8")
        }
        return JSONField(file: file, key: "", value: try reader.readDocument())
      } catch let failure as Failure {
        let before = buffer[..<min(reader.position, buffer.count)]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        throw TokenizerError.malformedJSON(
          file: file, line: before.count { $0 == UInt8(ascii: "\n") } + 1,
          column: before.count - lineStart + 1, reason: failure.reason)
      }
    }
  }

  private struct Failure: Error { let reason: String }

  private mutating func readDocument() throws -> JSONTree {
    let value = try readValue()
    skipSpaces()
    guard position == bytes.count else { throw Failure(reason: "text follows the value") }
    return value
  }

  private mutating func readValue() throws -> JSONTree {
    skipSpaces()
    guard position < bytes.count else { throw Failure(reason: "it ends too early") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try nested { try $0.readObject() }
    case UInt8(ascii: "["): return try nested { try $0.readArray() }
    case UInt8(ascii: "\""): return .string(try readString())
    case UInt8(ascii: "t"): return try readWord("true", .boolean(true))
    case UInt8(ascii: "f"): return try readWord("false", .boolean(false))
    case UInt8(ascii: "n"): return try readWord("null", .null)
    default: return .number(try readNumber())
    }
  }

  private mutating func nested(
    _ read: (inout JSONFileReader) throws -> JSONTree
  ) throws -> JSONTree {
    guard depth < 100 else { throw Failure(reason: "it is nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try read(&self)
  }

  private mutating func readObject() throws -> JSONTree {
    var members: [JSONMember] = []
    if skip(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipSpaces()
      let key = try readString()
      guard skip(UInt8(ascii: ":")) else { throw unexpected("a colon") }
      members.append(JSONMember(key: key, value: try readValue()))
    } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "}")) else { throw unexpected("a comma or a closing brace") }
    return .object(members)
  }

  private mutating func readArray() throws -> JSONTree {
    var values: [JSONTree] = []
    if skip(UInt8(ascii: "]")) { return .array(values) }
    repeat { values.append(try readValue()) } while skip(UInt8(ascii: ","))
    guard skip(UInt8(ascii: "]")) else { throw unexpected("a comma or a closing bracket") }
    return .array(values)
  }

  private mutating func readString() throws -> [UInt8] {
    guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
      throw unexpected("a string")
    }
    position += 1
    var result: [UInt8] = []
    while true {
      let start = position
      while position < bytes.count, bytes[position] >= 0x20,
        bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\")
      { position += 1 }
      result.append(contentsOf: bytes[start..<position])
      guard position < bytes.count else { throw Failure(reason: "it ends inside a string") }
      guard bytes[position] >= 0x20 else {
        throw Failure(reason: "a string holds a bare control character")
      }
      let isEnd = bytes[position] == UInt8(ascii: "\"")
      position += 1
      if isEnd { return result }
      try readEscape(into: &result)
    }
  }

  private mutating func readEscape(into result: inout [UInt8]) throws {
    guard position < bytes.count else { throw Failure(reason: "it ends inside a string") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(letter)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "u"): result.append(contentsOf: String(try readEscapedScalar()).utf8)
    default: throw Failure(reason: "a string holds an unknown escape")
    }
  }

  private mutating func readEscapedScalar() throws -> Unicode.Scalar {
    let first = try readHexadecimal()
    guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
    let rest = position
    if bytes.dropFirst(position).prefix(2).elementsEqual(#"\u"#.utf8) {
      position += 2
      let second = try readHexadecimal()
      if (0xDC00..<0xE000).contains(second) {
        let value = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
      }
    }
    position = rest
    return "\u{FFFD}"
  }

  private mutating func readHexadecimal() throws -> UInt32 {
    let digits = String(decoding: bytes.dropFirst(position).prefix(4), as: UTF8.self)
    guard digits.utf8.count == 4, digits.allSatisfy(\.isHexDigit),
      let value = UInt32(digits, radix: 16)
    else { throw Failure(reason: "an escape lacks its four hexadecimal digits") }
    position += 4
    return value
  }

  private mutating func readNumber() throws -> Double {
    let start = position
    while position < bytes.count, isPartOfNumber(bytes[position]) { position += 1 }
    guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)) else {
      position = start
      throw unexpected("a value")
    }
    return number
  }

  private func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  private mutating func readWord(_ word: StaticString, _ value: JSONTree) throws -> JSONTree {
    let count = word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer {
      bytes.dropFirst(position).prefix(count).elementsEqual($0)
    }
    guard isThere else { throw unexpected("a value") }
    position += count
    return value
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpaces()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpaces() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private func unexpected(_ wanted: String) -> Failure {
    Failure(reason: position < bytes.count ? "\(wanted) was expected" : "it ends too early")
  }
}
