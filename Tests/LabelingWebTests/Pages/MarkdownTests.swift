import Feedback
import HTML
import Testing

@testable import LabelingWeb

@Suite("The Markdown of guidelines")
struct MarkdownTests {
  @Test(
    "becomes elements",
    arguments: [
      ("one\ntwo\n\nthree", "<p dir=\"auto\">one\ntwo</p>\n<p dir=\"auto\">three</p>\n"),
      ("# A", "<h2 dir=\"auto\">A</h2>\n"),
      ("- a\n- b\n  more", "<ul>\n<li dir=\"auto\">a</li>\n<li dir=\"auto\">b more</li>\n</ul>\n"),
      ("1. a\n2) b", "<ol>\n<li dir=\"auto\">a</li>\n<li dir=\"auto\">b</li>\n</ol>\n"),
      ("> q", "<blockquote>\n<p dir=\"auto\">q</p>\n</blockquote>\n"),
      ("*a* **b** `c`", "<p dir=\"auto\"><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
      ("2 * 3 * 4", "<p dir=\"auto\">2 * 3 * 4</p>\n"),
      ("**open", "<p dir=\"auto\">**open</p>\n"),
      ("a\r\n\r\nb", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">b</p>\n"),
      ("", ""),
    ])
  func elements(text: String, due: String) {
    #expect(Markdown.markup(text).html == due)
  }

  @Test("never skips a level of headings")
  func levels() {
    let html = Markdown.markup("### a\n\n##### b\n\n# c\n\n#### d").html
    let found = html.matches(of: /<h(\d)/).compactMap { Int($0.output.1) }
    #expect(found == [2, 3, 2, 3])
  }

  @Test(
    "leaves HTML, links and images as text",
    arguments: ["<b onclick=\"x\">", "[a](javascript:x)", "![a](x)", "**<i>**", "`<i>`", hostile])
  func hostility(text: String) {
    let parsed = ParsedPage("<body>\(Markdown.markup(text).html)</body>")
    let allowed = ["body", "p", "strong", "em", "code", "span"]
    #expect(parsed.complaint == nil)
    #expect(parsed.elements.allSatisfy { allowed.contains($0.name) })
  }
}

@Suite("A moment")
struct MomentTests {
  @Test(
    "is shown in UTC",
    arguments: [
      (0, "1970-01-01 00:00:00 UTC"), (951_782_400_000, "2000-02-29 00:00:00 UTC"),
      (1_795_000_000_000, "2026-11-18 11:06:40 UTC"), (-1, "1969-12-31 23:59:59 UTC"),
      (4_107_542_399_999, "2100-02-28 23:59:59 UTC"),
    ] as [(Int64, String)])
  func utc(milliseconds: Int64, due: String) {
    #expect(UTCParts(.init(milliseconds: milliseconds)).description == due)
  }

  @Test(
    "is so far away",
    arguments: [
      (0, "less than a minute"), (1, "1 minute"), (59, "59 minutes"), (60, "1 hour"),
      (125, "2 hours 5 minutes"),
    ])
  func spans(minutes: Int, due: String) { #expect(inWords(minutes: minutes) == due) }
}

@Suite("A notice")
struct NoticeTests {
  @Test(
    "survives a redirect",
    arguments: [
      Notice.saved(.init(milliseconds: 5)), .revised(.init(milliseconds: 6)),
      .surplus(.init(milliseconds: 7)), .repeated(.init(milliseconds: 8)),
      .draftSaved(.init(milliseconds: 9)), .skipped, .settled, .changed,
    ])
  func roundTrip(notice: Notice) { #expect(Notice(query: notice.query) == notice) }

  @Test("is nothing for other queries", arguments: ["", "saved", "saved=x", "next=1", "saved=<b>"])
  func others(query: String) { #expect(Notice(query: query) == nil) }
}
