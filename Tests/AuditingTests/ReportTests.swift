import Auditing
import Datasets
import Foundation
import Testing

@Suite("A report")
struct ReportTests {
  private func row(_ prompt: String, _ best: String, _ other: String) -> AuditedRanking {
    AuditedRanking(
      Ranking(
        Comparison(
          prompt: .text(prompt), chosen: .text(best), rejected: .text(other))))
  }

  @Test("shows hostile text without letting it act")
  func hostile() {
    let report = auditReport(of: [
      row("a\u{1B}[2J\u{202E}b?", "same", "same"),
      row("\u{1B}]0;title\u{7}", "I am ChatGPT\u{9B}31m", "Yes."),
    ])
    let text = report.text()
    let scalars = text.unicodeScalars
    #expect(
      !scalars.contains { ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value) })
    #expect(!scalars.contains("\u{202E}"))
    #expect(text.contains("⟨U+001B⟩"))
  }

  @Test("is the same text and the same JSON each time, and reads back")
  func repeatable() throws {
    var rows = Array(CleanData.rows.prefix(120))
    for defect in plantedInRows { defect.plant(&rows) }
    func report() -> AuditReport {
      auditReport(of: rows, settings: CleanData.settings, evaluation: CleanData.evaluation)
    }
    let (first, second) = (report(), report())
    #expect(try first.json() == second.json())
    #expect(first.text() == second.text())
    #expect(try JSONDecoder().decode(AuditReport.self, from: first.json()) == first)
    #expect(first.findings.map(\.severity) == first.findings.map(\.severity).sorted(by: >))
    #expect(first.worst == .error)
  }

  @Test("has a hash of the content that depends on all of it, and not on the place")
  func hashed() {
    let rows = Array(CleanData.rows.prefix(3))
    let hash = auditReport(of: rows).contentHash
    #expect(hash.count == 64)
    var moved = rows
    moved[0].source = RowSource(file: "other.jsonl", line: 9)
    #expect(auditReport(of: moved).contentHash == hash)
    #expect(auditReport(of: rows.reversed()).contentHash != hash)
    var changed = rows
    changed[2].completions[1].rank = 3
    #expect(auditReport(of: changed).contentHash != hash)
    changed = rows
    changed[2].tags = [""]
    #expect(auditReport(of: changed).contentHash != hash)
  }

  @Test("shows as many examples as were asked for", arguments: [0, 1, 7])
  func examples(limit: Int) {
    let rows = (0..<10).map { row("Prompt number \($0) of ten different ones", "same", "same") }
    let report = auditReport(of: rows, settings: AuditSettings(exampleLimit: limit))
    let finding = report.findings(of: "equal-completions").first
    #expect(finding?.count == 10)
    #expect(finding?.examples.count == limit)
  }

  @Test("of no rows finds nothing")
  func none() {
    let report = auditReport(of: [] as [AuditedRanking])
    #expect(report.findings == [] && report.rowCount == 0)
    #expect(report.text().contains("Nothing was found."))
  }
}
