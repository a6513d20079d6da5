import Foundation
import Yams

/// A value in a recipe, and the line where it stands.
struct RecipeValue {
  var content: Content
  var line: Int

  enum Content {
    case null
    case boolean(Bool)
    case integer(Int128)
    case number(Double)
    case text(String)
    case list([RecipeValue])
    case mapping([Member])
  }

  struct Member {
    var key: String
    var value: RecipeValue
  }
}

extension RecipeValue {
  /// Reads YAML as its version 1.2 has it: `no` and `on` are texts, `1e-5` is a number.
  ///
  /// - Parameter locate: Turns a line into a place for errors; no line is the text as a whole.
  /// - Returns: The value, or nil where the text holds nothing but comments.
  init?(yaml: String, locate: (Int?) -> String) throws {
    do {
      guard let node = try Yams.compose(yaml: yaml) else { return nil }
      self.init(node)
    } catch let error as YamlError {
      throw ConfigurationError(sentence(about: error, locate: locate))
    }
  }

  private init(_ node: Node) {
    line = node.mark?.line ?? 1
    switch node {
    case .scalar(let scalar): content = Content(scalar)
    case .sequence(let sequence): content = .list(sequence.map { RecipeValue($0) })
    case .mapping(let mapping):
      content = .mapping(
        mapping.map { key, value in
          var element = RecipeValue(value)
          element.line = key.mark?.line ?? element.line
          return Member(key: key.scalar?.string ?? "?", value: element)
        })
    case .alias: content = .null
    }
  }
}

extension RecipeValue.Content {
  /// What the value is, in words for an error.
  var kind: String {
    switch self {
    case .null: "nothing"
    case .boolean(let flag): "\(flag)"
    case .integer(let integer): "the integer \(integer)"
    case .number(let number): "the number \(number)"
    case .text(let text): "the text \"\(text)\""
    case .list: "a list"
    case .mapping: "keys with values"
    }
  }

  fileprivate init(_ scalar: Node.Scalar) {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any else {
      self = .text(text)
      return
    }
    switch text {
    case "", "~", "null", "Null", "NULL": self = .null
    case "true", "True", "TRUE": self = .boolean(true)
    case "false", "False", "FALSE": self = .boolean(false)
    default:
      if let integer = yamlInteger(text) {
        self = .integer(integer)
      } else if let number = yamlNumber(text) {
        self = .number(number)
      } else {
        self = .text(text)
      }
    }
  }
}

/// Reads an integer of YAML 1.2's core schema.
private func yamlInteger(_ text: String) -> Int128? {
  if text.hasPrefix("0o") { return unsigned(text.dropFirst(2), radix: 8) }
  if text.hasPrefix("0x") { return unsigned(text.dropFirst(2), radix: 16) }
  return Int128(text)
}

private func unsigned(_ digits: Substring, radix: Int) -> Int128? {
  digits.allSatisfy(\.isHexDigit) ? Int128(digits, radix: radix) : nil
}

/// Reads a number of YAML 1.2's core schema.
private func yamlNumber(_ text: String) -> Double? {
  let unsigned = text.hasPrefix("-") || text.hasPrefix("+") ? String(text.dropFirst()) : text
  if [".inf", ".Inf", ".INF"].contains(unsigned) {
    return text.hasPrefix("-") ? -.infinity : .infinity
  }
  if [".nan", ".NaN", ".NAN"].contains(text) { return .nan }
  // Swift also reads "nan", "inf" and hexadecimal, which YAML takes for texts.
  guard unsigned.first?.isNumber == true || unsigned.first == ".",
    unsigned.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
  else { return nil }
  if unsigned.hasPrefix(".") { return Double(text.replacing(".", with: "0.", maxReplacements: 1)) }
  return Double(text.hasSuffix(".") ? text + "0" : text)
}

private func sentence(about error: YamlError, locate: (Int?) -> String) -> String {
  switch error {
  case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
    .composer(_, let problem, let mark, _):
    return "\(locate(mark.line)): not valid YAML: \(problem)"
  case .duplicatedKeysInMapping(let duplicates, _):
    return "\(locate(nil)): the key \(duplicates.joined(separator: ", ")) is there twice; keep one"
  case .reader(let problem, _, _, _): return "\(locate(nil)): not valid YAML: \(problem)"
  default: return "\(locate(nil)): not valid YAML: \(error)"
  }
}
