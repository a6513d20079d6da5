internal import Foundation

extension ChatValue {
  /// Reads a value from JSON text, keeping the order of keys, which templates print.
  ///
  /// - Throws: ``ChatTemplateError/json(offset:reason:)``.
  public init(json: String) throws {
    var reader = JSONReader(scalars: Array(json.unicodeScalars))
    self = try reader.readDocument()
  }
}

private struct JSONReader {
  let scalars: [Unicode.Scalar]
  var position = 0
  var depth = 0

  mutating func readDocument() throws -> ChatValue {
    let value = try readValue()
    skipSpaces()
    guard position == scalars.count else { throw failure("text follows the value") }
    return value
  }

  private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private func failure(_ reason: String) -> ChatTemplateError {
    .json(offset: position, reason: reason)
  }

  private mutating func skipSpaces() {
    while let scalar = current, " \t\r\n".unicodeScalars.contains(scalar) { position += 1 }
  }

  private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    skipSpaces()
    guard current == scalar else { return false }
    position += 1
    return true
  }

  private mutating func readValue() throws -> ChatValue {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 64 else { throw failure("it nests deeper than 64 levels") }
    skipSpaces()
    switch current {
    case "{": return try readDictionary()
    case "[": return try readList()
    case "\"": return .string(try readString())
    case nil: throw failure("it ends where a value should be")
    default: return try readWord()
    }
  }

  private mutating func readDictionary() throws -> ChatValue {
    position += 1
    var entries: [Entry] = []
    if skip("}") { return .dictionary([]) }
    repeat {
      skipSpaces()
      guard current == "\"" else { throw failure("a key in quotes is missing") }
      let key = try readString()
      guard skip(":") else { throw failure("a colon is missing") }
      entries.append(Entry(key, try readValue()))
    } while skip(",")
    guard skip("}") else { throw failure("a comma or brace is missing") }
    return .dictionary(entries)
  }

  private typealias Entry = ChatValue.Entry

  private mutating func readList() throws -> ChatValue {
    position += 1
    var elements: [ChatValue] = []
    if skip("]") { return .list([]) }
    repeat { elements.append(try readValue()) } while skip(",")
    guard skip("]") else { throw failure("a comma or bracket is missing") }
    return .list(elements)
  }

  private mutating func readWord() throws -> ChatValue {
    let start = position
    while let scalar = current, !" \t\r\n,:]}".unicodeScalars.contains(scalar) { position += 1 }
    let word = Jinja.Text(scalars[start..<position]).string
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default: break
    }
    let isNumber = word.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    if isNumber, let integer = Int(word) { return .integer(integer) }
    if isNumber, let number = Double(word), number.isFinite { return .number(number) }
    position = start
    throw failure("`\(word)` is no value")
  }

  /// Reads the literal through Foundation, which knows every escape and refuses half surrogates.
  private mutating func readString() throws -> String {
    let start = position
    position += 1
    while let scalar = current, scalar != "\"" { position += scalar == "\\" ? 2 : 1 }
    guard position < scalars.count else {
      position = start
      throw failure("the text has no closing quote")
    }
    position += 1
    let inner = scalars[(start + 1)..<(position - 1)]
    if !inner.contains(where: { $0 == "\\" || $0.value < 32 }) { return Jinja.Text(inner).string }
    let literal = Data("[\(Jinja.Text(scalars[start..<position]).string)]".utf8)
    guard let texts = try? JSONDecoder().decode([String].self, from: literal), texts.count == 1
    else {
      position = start
      throw failure("the text has an escape or control character that JSON does not know")
    }
    return texts[0]
  }
}
