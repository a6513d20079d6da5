import Foundation

/// A JSON value that keeps whole numbers and numbers with a point apart, so that a file can be
/// written again as it was.
enum JSON: Sendable, Equatable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// Reads the text of a file; nil when it is not JSON.
  init?(parsing data: Data) {
    guard let value = try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
    else { return nil }
    self.init(value)
  }

  private init?(_ value: Any) {
    switch value {
    case is NSNull: self = .null
    case let text as String: self = .string(text)
    case let list as [Any]: self = .array(list.compactMap(JSON.init))
    case let members as [String: Any]: self = .object(members.compactMapValues(JSON.init))
    case let number as NSNumber: self = JSON(number)
    default: return nil
    }
  }

  private init(_ number: NSNumber) {
    switch String(cString: number.objCType) {
    case "c", "B": self = .boolean(number.boolValue)
    // NB: Foundation reads numbers of many digits as decimals, whose `doubleValue` is not exact.
    case "d", "f": self = .number(Double(number.stringValue) ?? number.doubleValue)
    default: self = .integer(number.intValue)
    }
  }

  /// The text of a file, with sorted keys and a line for each.
  var data: Data { Data((text(indentedBy: 0) + "\n").utf8) }

  private func text(indentedBy depth: Int) -> String {
    let margin = String(repeating: "  ", count: depth + 1)
    let end = "\n" + String(repeating: "  ", count: depth)
    switch self {
    case .null: return "null"
    case .boolean(let flag): return flag ? "true" : "false"
    case .integer(let number): return String(number)
    case .number(let number): return "\(number)"
    case .string(let text): return JSON.quoted(text)
    case .array(let list):
      if list.isEmpty { return "[]" }
      let lines = list.map { margin + $0.text(indentedBy: depth + 1) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.sorted { $0.key < $1.key }.map { key, value in
        margin + JSON.quoted(key) + ": " + value.text(indentedBy: depth + 1)
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// The members of an object; nothing for other values.
  var members: [String: JSON] {
    if case .object(let members) = self { return members }
    return [:]
  }

  /// The value on one line, for messages.
  var shown: String {
    let line = text(indentedBy: 0).split(separator: "\n").map {
      $0.drop { $0 == " " }
    }.joined(separator: " ")
    return line.count > 60 ? line.prefix(60) + "…" : line
  }
}
