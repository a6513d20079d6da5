import Foundation
import Testing

@testable import Tokenizers

/// Golden renderings; `Scripts/fixtures/chat_templates.py` makes them with Jinja2.
@Suite("A chat template")
struct ChatTemplateTests {
  @Test("renders conversations as Jinja2 does", arguments: ChatCase.renderings)
  func rendersConversations(_ golden: ChatCase) throws {
    try expectSame(golden)
  }

  @Test("evaluates expressions as Jinja2 does", arguments: ChatCase.expressions)
  func evaluatesExpressions(_ golden: ChatCase) throws {
    try expectSame(golden)
  }

  private func expectSame(_ golden: ChatCase) throws {
    guard let text = golden.text else {
      let error = #expect(throws: ChatTemplateError.self) { try golden.render() }
      if case .refused(_, let message)? = error {
        #expect(golden.error == "TemplateError: \(message)")
      } else {
        #expect(!golden.error.hasPrefix("TemplateError:"))
      }
      return
    }
    // Swift's `==` takes composed and decomposed letters to be the same; templates may not.
    let rendered = try golden.render()
    #expect(Array(rendered.utf8) == Array(text.utf8), "\(rendered.debugDescription)")
  }

  @Test("has its fixtures")
  func hasFixtures() {
    #expect(ChatCase.renderings.count >= 200)
    #expect(ChatCase.expressions.count >= 120)
  }

  @Test("is rendered from messages, special tokens and variables")
  func rendersMessages() throws {
    let template = try ChatTemplate(
      "{{ bos_token }}{% for m in messages %}{{ m.role }}: {{ m.content }}{{ mark }}{% endfor %}"
        + "{% if add_generation_prompt %}>{% endif %}{{ tools is none }}",
      specialTokens: ["bos_token": "<s>"])
    let messages = [
      ChatMessage(role: "user", content: "Hi"), ChatMessage(role: "assistant", content: "Ho"),
    ]
    #expect(
      try template.render(messages, addingGenerationPrompt: true, variables: ["mark": "!"])
        == "<s>user: Hi!assistant: Ho!>True")
    #expect(try template.render(messages) == "<s>user: Hiassistant: HoTrue")
  }

  @Test("can be given turns with more than a content")
  func rendersRichMessages() throws {
    let template = try ChatTemplate(
      "{% for m in messages %}{{ m.tool_calls | tojson }}{% endfor %}")
    let messages: [ChatValue] = [
      ["role": "assistant", "tool_calls": [["name": "look", "arguments": ["z": 1, "a": nil]]]]
    ]
    #expect(
      try template.render(messages) == #"[{"name": "look", "arguments": {"z": 1, "a": null}}]"#)
  }

  @Test(
    "names line and construct where it cannot be read",
    arguments: [
      ("a\nb {% include 'x' %}", 2, "{% include %}"),
      ("{% if a %}\n{% if b %}\n{% endif %}\n", 1, "{% endif %}"),
      ("\n\n{{ 1 + }}", 3, "expected a value"),
      ("{#\n\n#}{{ 'a", 3, "closing"),
      ("\n{% for x in y recursive %}", 2, "recursive"),
      ("a\n{# b", 2, "{#"),
      ("{{ 99999999999999999999 }}", 1, "64 bits"),
      ("\r\n\r{{ ? }}", 3, "`?`"),
    ])
  func namesSyntaxErrors(_ source: String, _ line: Int, _ part: String) throws {
    let error = #expect(throws: ChatTemplateError.self) { try ChatTemplate(source) }
    guard case .syntax(let actualLine, let reason)? = error else {
      Issue.record("\(String(describing: error)) is no error of syntax")
      return
    }
    #expect(actualLine == line)
    #expect(reason.contains(part), "\(reason)")
  }

  @Test("names the line where it fails, inside of macros too")
  func namesRenderingErrors() throws {
    let template = try ChatTemplate(
      "{% macro m(x) %}\n{{ x.a.b }}\n{% endmacro %}\n\n{{ m({'a': 1}) }}\n{{ m({}) }}")
    let error = #expect(throws: ChatTemplateError.self) { try template.render([ChatMessage]()) }
    #expect(
      error == .rendering(line: 2, reason: "`a` is undefined, and has no attribute `b`"))
    #expect(error?.description.hasPrefix("The chat template failed at line 2: `a` is") == true)
  }

  @Test("says what the template says where it refuses")
  func refuses() throws {
    let template = try ChatTemplate("\n{{ raise_exception('No ' ~ messages|length) }}")
    #expect(throws: ChatTemplateError.refused(line: 2, message: "No 0")) {
      try template.render([ChatMessage]())
    }
  }
}

/// The corpus that lies beside the project on its makers' machines.
@Suite("The shared conversations")
struct ChatSharedTests {
  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/fixtures").standardized

  private static let cases = try? String(
    contentsOf: fixtures.appending(path: "cases/chat.jsonl"), encoding: .utf8)

  @Test("are rendered to the same text", .enabled(if: cases != nil))
  func rendersSameText() throws {
    let file = Self.fixtures.appending(path: "tokenizer/chat_template.jinja")
    let template = try ChatTemplate(String(contentsOf: file, encoding: .utf8))
    let lines = try #require(Self.cases).split(separator: "\n")
    try #require(!lines.isEmpty)
    for line in lines {
      let value = try ChatValue(json: String(line))
      let messages = value["messages"].list.map {
        ChatMessage(role: $0["role"].text, content: $0["content"].text)
      }
      let text = try template.render(
        messages, addingGenerationPrompt: value["add_generation_prompt"] == true)
      #expect(Array(text.utf8) == Array(value["text"].text.utf8))
    }
  }
}
