/// A value as JSON, for texts that must come out the same each time.
enum JSONTree: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  /// The value on one line without spaces, with names sorted by their bytes; what is null in an
  /// object is left out.
  var canonicalText: String {
    switch self {
    case .null: "null"
    case .boolean(let flag): flag ? "true" : "false"
    case .integer(let integer): String(integer)
    case .unsigned(let integer): String(integer)
    case .number(let number): number.description
    case .text(let text): quoted(text)
    case .list(let elements): "[" + elements.map(\.canonicalText).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.filter { $0.value != .null }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { quoted($0.key) + ":" + $0.value.canonicalText }
        .joined(separator: ",") + "}"
    }
  }
}

/// Returns a text as a JSON string; all but quotes, backslashes and controls stands as it is.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\0"..<" ", "\u{7F}":
      result += scalar.value < 16 ? "\\u000" : "\\u00"
      result += String(scalar.value, radix: 16)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
