import Foundation
import Runs
import Testing

@testable import HTML

@Suite("Markup")
struct MarkupTests {
  @Test(
    "escapes what is interpolated",
    arguments: [
      ("</script><img onerror=\"x\">", "&lt;/script&gt;&lt;img onerror=&quot;x&quot;&gt;"),
      ("a & b's", "a &amp; b&#39;s"), ("\"\u{FE0F}\"\u{301}", "&quot;\u{FE0F}&quot;\u{301}"),
      ("\u{0}\u{1B}[31m", "⟨U+0000⟩⟨U+001B⟩[31m"), ("\u{202E}abc", "⟨U+202E⟩abc"),
      ("a\u{200B}b\r\n", "a⟨U+200B⟩b⟨U+000D⟩\n"), ("👩‍👩‍👧 ok", "👩‍👩‍👧 ok"),
    ])
  func escaping(text: String, due: String) {
    let markup: Markup = "\(text)"
    #expect(Array(markup.html.unicodeScalars) == Array(due.unicodeScalars))
  }

  @Test("takes literals and other markup as they are")
  func nesting() {
    let inner: Markup = "<b>\("<")</b>"
    let outer: Markup = "<p>\(inner)\(3)\([inner, inner])</p>"
    #expect(outer.html == "<p><b>&lt;</b>3<b>&lt;</b><b>&lt;</b></p>")
  }

  @Test("takes a literal as markup where a condition holds", arguments: [true, false])
  func conditions(holds: Bool) {
    let markup: Markup = "<a\(" href=\"\("\"")\"", if: holds)>"
    #expect(markup.html == (holds ? "<a href=\"&quot;\">" : "<a>"))
  }

  @Test(
    "writes places to a tenth",
    arguments: [(0.0, "0"), (12.34, "12.3"), (-0.31, "-0.3"), (-2.06, "-2.1"), (7.96, "8")])
  func places(place: Double, due: String) {
    let markup: Markup = "\(at: place)"
    #expect(markup.html == due)
  }

  @Test("brings any text through a parser unharmed, within tags and within attributes")
  func fuzzing() throws {
    let special = Array(
      "<>&\"'=/ \u{0}\u{301}\u{FE0F}\u{200D}\u{202E}\u{FFFE}a;#x[]!-`".unicodeScalars)
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      var text = String.UnicodeScalarView()
      for _ in 0..<generator.next(below: 20) {
        text.append(special[generator.next(below: special.count)])
      }
      // XML forbids this one, HTML does not.
      let string = String(text.filter { $0 != "\u{FFFE}" })
      let page: Markup = "<p title=\"\(string)\">\(string)</p>"
      let parsed = try #require(ParsedPage(page.html))
      #expect(Array(parsed.text.unicodeScalars) == Array(visible(string).unicodeScalars))
      #expect(
        parsed.attributes["title"].map { Array($0.unicodeScalars) }
          == Array(visible(string).unicodeScalars))
      #expect(parsed.elements == ["p"])
    }
  }
}
