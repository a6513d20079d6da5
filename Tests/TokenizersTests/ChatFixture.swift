import Foundation
import Testing

@testable import Tokenizers

/// A rendering that Jinja2 made, in `Tests/Fixtures/Chat`.
struct ChatCase: Sendable, CustomTestStringConvertible {
  let name: String
  let template: String
  let variables: [String: ChatValue]
  /// The text, or nothing where Jinja2 raises.
  let text: String?
  let error: String

  var testDescription: String { name }

  /// At noon, so that the day is the same in every time zone.
  static let now = Date(timeIntervalSince1970: 1_721_995_200)

  func render() throws -> String {
    try ChatTemplate(template).render(
      variables: variables, limits: Jinja.Limits(), now: Self.now)
  }

  static let expressions: [ChatCase] = {
    let fixture = read("expressions")
    let variables = fixture["variables"].dictionary
    return fixture["cases"].list.map {
      ChatCase(
        name: $0["template"].text, template: $0["template"].text, variables: variables,
        text: $0["text"].optionalText, error: $0["error"].optionalText ?? "")
    }
  }()

  static let renderings: [ChatCase] = {
    let fixture = read("renderings")
    return fixture["cases"].list.enumerated().map { index, value in
      let (template, conversation) = (value["template"].text, value["conversation"].text)
      var variables: [String: ChatValue] = [
        "tools": .null, "documents": .null, "add_generation_prompt": false, "bos_token": "<s>",
        "eos_token": "</s>", "messages": fixture["conversations"][conversation],
      ]
      variables.merge(value["options"].dictionary) { $1 }
      return ChatCase(
        name: "\(index) \(template) \(conversation)",
        template: fixture["templates"][template].text, variables: variables,
        text: value["text"].optionalText, error: value["error"].optionalText ?? "")
    }
  }()

  private static func read(_ name: String) -> ChatValue {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/Chat/\(name).json").standardized
    do {
      return try ChatValue(json: String(contentsOf: file, encoding: .utf8))
    } catch {
      Issue.record("\(file.lastPathComponent): \(error)")
      return .null
    }
  }
}

extension ChatValue {
  subscript(_ key: String) -> ChatValue { dictionary[key] ?? .null }

  var dictionary: [String: ChatValue] {
    guard case .dictionary(let entries) = self else { return [:] }
    return Dictionary(entries.map { ($0.key, $0.value) }) { $1 }
  }

  var list: [ChatValue] {
    if case .list(let elements) = self { elements } else { [] }
  }

  var optionalText: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var text: String { optionalText ?? "" }
}
