/// A JSON value that forgets nothing: numbers keep their digits, objects their order.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([JSONMember])

  /// The kind, with its article, for sentences.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The value as JSON without spaces, on one line.
  var compactText: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let digits): digits
    case .string(let text): quoted(text)
    case .array(let elements): "[" + elements.map(\.compactText).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.map { quoted($0.name) + ":" + $0.value.compactText }.joined(separator: ",")
        + "}"
    }
  }
}

/// A name in a JSON object, and its value.
struct JSONMember: Hashable, Sendable {
  var name: String
  var value: JSONValue
}

/// Returns `text` as a JSON string that every reader keeps on one line.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    // Some readers take these for line ends, though JSON does not.
    case "\0"..<" ", "\u{7f}", "\u{85}", "\u{2028}", "\u{2029}": result += escape(scalar)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

private func escape(_ scalar: Unicode.Scalar) -> String {
  let digits = String(scalar.value, radix: 16)
  return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
}
