import Foundation
import Testing

@testable import Tokenizers

@Suite("A hostile chat template")
struct ChatLimitTests {
  private func render(_ source: String, limits: Jinja.Limits = Jinja.Limits()) throws -> String {
    try ChatTemplate(source).render(variables: [:], limits: limits, now: ChatCase.now)
  }

  private func expectLimit(_ source: String, limits: Jinja.Limits = Jinja.Limits()) {
    let error = #expect(throws: ChatTemplateError.self) {
      try render(source, limits: limits)
    }
    if case .limit? = error { return }
    Issue.record("\(String(describing: error)) is no limit")
  }

  @Test(
    "is stopped before it takes the machine's memory",
    arguments: [
      "{{ 'a' * 1000000000000 }}", "{{ [1] * 1000000000000 }}", "{{ 'a' * 9223372036854775807 }}",
      "{{ 'ab' * 9223372036854775807 }}", "{{ 'a' | indent(1000000000000) }}",
      "{{ [1] | tojson(indent=1000000000000) }}", "{{ range(100001) }}",
      "{{ range(-9223372036854775807, 9223372036854775807) }}",
      "{% set b = 'a' * 10000000 %}{{ b | replace('a', b) }}",
      "{% set b = 'a' * 10000000 %}{{ ['', '', '', ''] | join(b) }}",
      "{% set b = 'a' * 10000000 %}{{ b ~ b }}", "{% set b = 'a' * 10000000 %}{{ b + b }}",
      "{% set b = 'a' * 10000000 %}{{ b }}{{ b }}",
    ])
  func boundsSize(_ source: String) { expectLimit(source) }

  @Test("is stopped where values double")
  func boundsDoubling() {
    let steps = String(repeating: "{% set x = [x, x] %}", count: 60)
    expectLimit("{% set x = [] %}\(steps){{ x }}{{ x == x }}")
    let texts = String(repeating: "{% set x = x ~ x %}", count: 60)
    expectLimit("{% set x = 'a' %}\(texts)")
  }

  @Test("is stopped where loops go on")
  func boundsWork() {
    let limits = Jinja.Limits(work: 1 << 16)
    let loop = "{% for a in range(1000) %}"
    expectLimit("\(loop)\(loop)\(loop){% endfor %}{% endfor %}{% endfor %}", limits: limits)
  }

  @Test("is stopped where macros call themselves or values nest")
  func boundsDepth() {
    expectLimit("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")
    expectLimit(
      "{% macro m(x) %}{% if 1 %}{{ [[[m(1 + (2 * m(x ~ x)))]]] }}{% endif %}{% endmacro %}"
        + "{{ m() }}"
    )
    expectLimit(
      "{% set ns = namespace(x=1) %}{% for i in range(1000) %}{% set ns.x = [ns.x] %}{% endfor %}")
  }

  @Test("may tie namespaces into knots")
  func releasesKnots() throws {
    let source =
      "{% set ns = namespace() %}{% set ns.x = ns %}{% for i in range(50000) %}"
      + "{% set ns.y = namespace(x=ns.y) %}{% endfor %}{{ ns.x.x.x == ns }}{{ ns == ns.y }}"
    #expect(try render(source) == "TrueFalse")
  }

  @Test(
    "cannot exhaust the stack",
    arguments: [
      ("(", "1", ")"), ("[", "", "]"), ("{'a':", "1", "}"), ("-", "1", ""), ("not ", "1", ""),
      ("", "1", " + 1"), ("", "1", "|string"), ("", "x", "[0]"), ("", "x", ".a"),
      ("1 if 1 else ", "1", ""), ("", "1", " and 1"), ("", "1", " is string or 1"),
      ("", "1", " ** 1"), ("f(", "1", ")"), ("x[", "1", "]"),
    ])
  func boundsNesting(_ before: String, _ middle: String, _ after: String) {
    func source(_ count: Int) -> String {
      String(repeating: before, count: count) + middle + String(repeating: after, count: count)
    }
    #expect(throws: ChatTemplateError.self) { try ChatTemplate("{{ \(source(20_000)) }}") }
    #expect(throws: Never.self) { try ChatTemplate("{{ \(source(40)) }}") }
  }

  @Test("cannot hide a deep tree in many chains")
  func boundsChains() {
    let chain = String(repeating: " + 1", count: 150) + ")"
    let source = String(repeating: "(", count: 90) + "1" + String(repeating: chain, count: 90)
    #expect(throws: ChatTemplateError.self) { try ChatTemplate("{{ \(source) }}") }
  }

  @Test("cannot nest its blocks without end")
  func boundsBlocks() {
    for tag in ["{% if 1 %}", "{% for x in y %}", "{% macro m() %}", "{% set x %}", "{% with %}"] {
      #expect(throws: ChatTemplateError.self) {
        try ChatTemplate(String(repeating: tag, count: 20_000))
      }
    }
  }

  @Test("has room for real conversations")
  func allowsLongConversations() throws {
    let template = try ChatTemplate(
      "{% for m in messages %}{{ '<' + m.role + '>' + m.content | trim + '\n' }}{% endfor %}")
    let content = String(repeating: "word ", count: 2000)
    let messages = (0..<100).map {
      ChatMessage(role: $0 % 2 == 0 ? "user" : "bot", content: content)
    }
    #expect(try template.render(messages).utf8.count > 900_000)
  }
}

@Suite("JSON text")
struct ChatValueJSONTests {
  @Test("is read with its keys in order")
  func readsValues() throws {
    let text = #" {"b": [1, -2.5, 1e3, "a\n\u00e9\ud83d\ude00\"", null, true, {}], "a": false} "#
    let expected: ChatValue = [
      "b": [1, -2.5, 1000.0, "a\né😀\"", nil, true, [:]], "a": false,
    ]
    #expect(try ChatValue(json: text) == expected)
  }

  @Test(
    "that is broken is refused",
    arguments: [
      "", "{", "[1,]", "{\"a\" 1}", "{a: 1}", "[1 2]", "1 2", "\"a", #""\ud800""#, #""\q""#,
      "\"\n\"", "nul", "+", "--1", "1e999", "\"\\",
      String(repeating: "[", count: 100_000),
    ])
  func refusesBrokenText(_ text: String) {
    #expect(throws: ChatTemplateError.self) { try ChatValue(json: text) }
  }
}
