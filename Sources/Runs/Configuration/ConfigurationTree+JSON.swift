import Foundation

extension ConfigurationTree {
  /// The tree as JSON with sorted keys.
  ///
  /// - Parameters:
  ///   - indentation: How far the value itself is indented, or nil for a single line.
  ///   - spelling: How a property's name is written.
  func json(
    indentation: Int? = 0, spelling: (String) -> String = snakeCase
  ) -> String {
    let inner = indentation.map { $0 + 2 }
    switch self {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let integer, _): return integer.description
    case .number(let number): return jsonNumber(number)
    case .text(let text, _): return jsonText(text)
    case .list(let elements):
      let lines = elements.map { $0.json(indentation: inner, spelling: spelling) }
      return enclosed("[", lines, "]", indentation)
    case .object(let members, let kind):
      let named = members.map { key, value in
        (key: kind == .dictionary ? key : spelling(key), value: value)
      }
      let lines = named.sorted { $0.key < $1.key }.map { key, value in
        "\(jsonText(key)): \(value.json(indentation: inner, spelling: spelling))"
      }
      return enclosed("{", lines, "}", indentation)
    }
  }
}

/// Returns a number as JSON; infinities and NaN, which JSON lacks, become texts.
func jsonNumber(_ number: Double) -> String {
  if number.isNaN { return "\"NaN\"" }
  if number.isInfinite { return number < 0 ? "\"-Infinity\"" : "\"Infinity\"" }
  return number.description
}

/// Returns a quoted and escaped JSON text.
func jsonText(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20 || scalar.value == 0x7F:
      result += "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2)
      result += String(scalar.value, radix: 16)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

private func enclosed(
  _ open: String, _ elements: [String], _ close: String, _ indentation: Int?
) -> String {
  guard !elements.isEmpty else { return open + close }
  guard let indentation else { return open + elements.joined(separator: ", ") + close }
  let outer = String(repeating: " ", count: indentation)
  let lines = elements.map { "\n\(outer)  \($0)" }
  return open + lines.joined(separator: ",") + "\n\(outer)\(close)"
}

extension ConfigurationTree: Codable {
  /// Reads any JSON; keys stay as they are written.
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .boolean(flag)
    } else if let integer = try? container.decode(Int64.self) {
      self = .integer(Int128(integer))
    } else if let integer = try? container.decode(UInt64.self) {
      self = .integer(Int128(integer))
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let elements = try? container.decode([ConfigurationTree].self) {
      self = .list(elements)
    } else {
      self = .object(try container.decode([String: ConfigurationTree].self), .dictionary)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let flag): try container.encode(flag)
    case .integer(let integer, _):
      if let signed = Int64(exactly: integer) {
        try container.encode(signed)
      } else {
        try container.encode(UInt64(clamping: integer))
      }
    case .number(let number): try container.encode(number)
    case .text(let text, _): try container.encode(text)
    case .list(let elements): try container.encode(elements)
    case .object(let members, _): try container.encode(members)
    }
  }
}
