/// Text that is not JSON, and the byte (counted from 1) where that shows.
struct JSONProblem: Error {
  var byte: Int
  var reason: String
}

/// A strict JSON reader that knows where it is.
///
/// Foundation's reader would let pass what spoils data unseen: of two columns with one name it
/// keeps either, and it does not say where a line is malformed.
struct JSONParser {
  /// Deeper nesting is refused, lest a hostile row overflow the stack.
  static let maximumDepth = 64

  let bytes: [UInt8]
  var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Returns the one value that `bytes` hold.
  static func value(of bytes: [UInt8]) throws -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value()
    parser.skipSpace()
    guard parser.position == bytes.count else {
      throw parser.problem("there is more after the value's end")
    }
    return value
  }

  /// Returns the one value that `text` holds.
  static func value(of text: String) throws -> JSONValue { try value(of: Array(text.utf8)) }

  /// Reads the next value.
  mutating func value(depth: Int = 0) throws -> JSONValue {
    guard depth <= Self.maximumDepth else {
      throw problem("values are nested deeper than \(Self.maximumDepth)")
    }
    skipSpace()
    guard let byte = next else { throw problem("the text ends where a value should be") }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: return try word()
    }
  }

  /// The byte at the current position, and nothing at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      position += 1
    }
  }

  /// Skips `character` if it is next, and says whether it was.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  func problem(_ reason: String) -> JSONProblem {
    JSONProblem(byte: position + 1, reason: reason)
  }

  private mutating func object(depth: Int) throws -> JSONValue {
    position += 1
    var members: [JSONMember] = []
    var names: Set<String> = []
    skipSpace()
    if skip("}") { return .object([]) }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw problem("a name in quotation marks is due") }
      let start = position
      let name = try string()
      guard names.insert(name).inserted else {
        position = start
        throw problem("the name '\(name)' is there twice")
      }
      skipSpace()
      guard skip(":") else { throw problem("a colon is due") }
      members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
      skipSpace()
    } while skip(",")
    guard skip("}") else { throw problem("a comma or a closing brace is due") }
    return .object(members)
  }

  private mutating func array(depth: Int) throws -> JSONValue {
    position += 1
    var elements: [JSONValue] = []
    skipSpace()
    if skip("]") { return .array([]) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipSpace()
    } while skip(",")
    guard skip("]") else { throw problem("a comma or a closing bracket is due") }
    return .array(elements)
  }

  private mutating func word() throws -> JSONValue {
    let words: [(String, JSONValue)] = [
      ("true", .bool(true)), ("false", .bool(false)), ("null", .null),
    ]
    for (word, value) in words where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return value
    }
    for word in ["NaN", "Infinity"] where bytes[position...].starts(with: word.utf8) {
      throw problem("\(word) is not a JSON value")
    }
    throw problem("no value begins like this")
  }
}
