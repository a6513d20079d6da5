import Datasets
import Foundation
import HTML
import Statistics
import Testing

@testable import Evaluation

private let hostile = "</script><img src=x onerror=alert(1)>\" onload=\"x\u{202E}\u{0}"

/// A report with every kind of block, and a hostile text wherever a text can be.
private func everything(saying text: String) -> Report {
  let chart = Chart(
    title: text, xLabel: text, yLabel: text,
    series: [
      .init(text, (0..<60).map { .init(Double($0), Double($0 % 5)) }),
      .init(text + "2", [.init(0, 1, lower: 0, upper: 2), .init(60, 2, lower: 1, upper: 3)]),
    ], caption: text, guide: 1)
  let turns = Content.messages([
    Message(role: text, content: text), Message(role: "user", content: text),
  ])
  return Report(
    title: text, summary: [text],
    sections: (0..<4).map { _ in
      .init(
        text,
        [
          .paragraph(text), .note(text), .curves(chart),
          .intervals(.init(title: text, xLabel: text, rows: [.init(text, proportion(1, of: 2))])),
          .table(Table(headers: [text, "n"], rows: [[text, "1"]], caption: text)),
          .keyValues([.init(text, text)]),
          .conversations([
            .init(prompt: turns, replies: [.init(text, text, score: 1), .init("b", "")])
          ]),
        ])
    })
}

/// The part of a page that is XML too.
private func main(of html: String) throws -> String {
  let start = try #require(html.range(of: "<main>"))
  let end = try #require(html.range(of: "</main>"))
  return String(html[start.lowerBound..<end.upperBound])
}

@Suite("A report's page")
struct ReportPageTests {
  @Test("asks for nothing from anywhere and runs nothing")
  func isSelfContained() {
    let html = everything(saying: "plain").html()
    for forbidden in ["<script", "://", "src=", "url(", "@import", "<link", "<iframe", "onload="] {
      #expect(!html.contains(forbidden), "\(forbidden)")
    }
    let links = html.split(separator: "href=\"").dropFirst()
    #expect(links.count == 4 && links.allSatisfy { $0.hasPrefix("#section-") })
    #expect(html.hasPrefix("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">"))
    #expect(html.contains("default-src 'none'"))
  }

  @Test("is well formed, and shows hostile texts as texts")
  func hostileTexts() throws {
    let plain = try #require(ParsedPage(main(of: everything(saying: "plain").html())))
    let html = everything(saying: hostile).html()
    let parsed = try #require(ParsedPage(main(of: html)))
    let unseen = parsed.elements.count { $0 == "span" } - plain.elements.count { $0 == "span" }
    #expect(unseen > 0)
    #expect(parsed.elements.filter { $0 != "span" } == plain.elements.filter { $0 != "span" })
    #expect(Set(parsed.attributes.keys) == Set(plain.attributes.keys))
    #expect(
      parsed.text.contains("</script><img src=x onerror=alert(1)>\" onload=\"x⟨U+202E⟩⟨U+0000⟩"))
    #expect(!html.utf8.contains(0) && !html.unicodeScalars.contains("\u{202E}"))
    #expect(!html.contains("<img") && !html.contains("</script"))
  }

  @Test("has this structure")
  func golden() throws {
    let report = Report(
      title: "T", summary: ["S"],
      sections: [
        .init(
          "A",
          [
            .paragraph("P"), .table(Table(headers: ["who", "n"], rows: [["a", "1"]])),
            .conversations([.init(prompt: "Q?", replies: [.init("SFT", "R", score: 0.5)])]),
          ])
      ])
    #expect(
      try main(of: report.html()) == """
        <main>
        <header>
        <h1 dir="auto">T</h1>
        <p class="lead" dir="auto">S</p>

        </header>

        <section id="section-1" aria-labelledby="heading-1">
        <h2 id="heading-1" dir="auto">A</h2>
        <p dir="auto">P</p>
        <div class="scroll" tabindex="0" role="region" aria-label="who, n"><table>
        <thead><tr><th scope="col" dir="auto">who</th>\
        <th scope="col" class="number" dir="auto">n</th></tr></thead>
        <tbody>
        <tr><td dir="auto">a</td><td class="number" dir="auto">1</td></tr>
        </tbody>
        </table></div>
        <article class="conversation">
        <div class="prompt"><h3><bdi>Prompt</bdi></h3><p class="words" dir="auto">Q?</p></div>
        <div class="replies">
        <div class="reply"><h3><bdi>SFT</bdi> <span class="score">0.50</span></h3>\
        <p class="words" dir="auto">R</p></div>
        </div>
        </article>

        </section>

        </main>
        """)
  }

  @Test("lays neighbouring charts side by side")
  func neighbours() {
    let chart = Report.Block.curves(Chart(title: "t", xLabel: "x", yLabel: "y", series: []))
    let section = Report.Section("s", [chart, chart, .paragraph("p"), chart])
    let html = Report(title: "t", sections: [section]).html()
    #expect(html.split(separator: "<div class=\"charts\">").count == 3)
  }

  @Test("is written whole, and the same each time")
  func writing() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "report-\(UUID()).html")
    defer { try? FileManager.default.removeItem(at: file) }
    let report = everything(saying: "x")
    try report.write(to: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == report.html())
    #expect(throws: (any Error).self) {
      try report.write(to: file.appendingPathComponent("not a folder"))
    }
  }
}

@Suite("A table")
struct TableTests {
  @Test(
    "finds its columns of numbers",
    arguments: [
      (["1", "−2.5", "+3e−5", ""], true), (["85% (79–89%)", "–", "unknown"], true),
      (["NaN", "1"], true), (["1", "one"], false), (["2 of 3 prompts"], false), ([""], false),
      (["12 ms"], true), (["v1"], false),
    ])
  func numeric(cells: [String], due: Bool) {
    #expect(Table(headers: ["h"], rows: cells.map { [$0] }).isNumeric == [due])
  }

  @Test("lines up on a terminal")
  func text() {
    let table = Table(
      headers: ["Policy", "Score", "Note"],
      rows: [["SFT", "0.5", "base"], ["PPO 雪", "12.25", "\u{1B}[2J"]], caption: "C")
    #expect(
      table.text(width: 60) == """
        C
        Policy  Score  Note
        ──────  ─────  ───────────
        SFT       0.5  base
        PPO 雪  12.25  ⟨U+001B⟩[2J

        """)
  }

  @Test("wraps words, never numbers, where there is too little room")
  func narrow() {
    let table = Table(
      headers: ["reply", "score"], rows: [["The colour of snow is white.", "0.123456789"]])
    #expect(
      table.text(width: 24) == """
        reply              score
        ───────────  ───────────
        The colour   0.123456789
        of snow is
        white.

        """)
    let lines = table.text(width: 10).split(separator: "\n")
    #expect(lines.contains { $0.contains("0.123456789") })
  }
}

@Suite("A report on a terminal")
struct ReportTextTests {
  @Test("breaks lines between words, and words only if it must")
  func wrapping() {
    #expect(wrapped("one two three", to: 7) == ["one two", "three"])
    #expect(wrapped("abcdefgh", to: 3) == ["abc", "def", "gh"])
    #expect(wrapped("a\n\nb", to: 9) == ["a", "", "b"])
    #expect(wrapped("雪雪雪", to: 4) == ["雪雪", "雪"])
  }

  @Test("is nowhere wider than it may be, and holds no command for the terminal")
  func width() {
    let text = everything(saying: "word \u{1B}[31m \u{202E} " + String(repeating: "x ", count: 90))
      .text(width: 50)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count > 100)
    for line in lines { #expect(displayWidth(line) <= 50, "\(line)") }
    #expect(!text.unicodeScalars.contains("\u{1B}") && !text.unicodeScalars.contains("\u{202E}"))
  }

  @Test("shows a conversation with its scores")
  func conversation() {
    let comparison = ConversationComparison(
      prompt: .messages([Message(role: "user", content: "Hello. What colour is snow?")]),
      replies: [.init("SFT", "White.", score: 0.314), .init("PPO", "")])
    #expect(
      comparison.text(width: 20) == """
        User
          Hello. What colour
          is snow?
        SFT (0.31)
          White.
        PPO
          (nothing)

        """)
  }

  @Test("shows a curve as bars")
  func curve() {
    let chart = Chart(
      title: "Loss", xLabel: "step", yLabel: "",
      series: [.init("SFT", [4, 3, 2, 1].enumerated().map { .init(Double($0), $1) })])
    #expect(chart.text(width: 60).contains("SFT       4  █▆▃▁          1"))
  }
}
