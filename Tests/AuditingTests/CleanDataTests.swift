import Auditing
import Testing

@Suite("On data in which nothing is wrong")
struct CleanDataTests {
  private let report = auditReport(
    of: CleanData.rows, settings: CleanData.settings, evaluation: CleanData.evaluation)

  @Test("no check finds anything")
  func silent() {
    #expect(report.findings.map { "\($0.check): \($0.summary)" } == [])
    #expect(report.worst == nil)
  }

  @Test("no check is left out")
  func complete() {
    #expect(report.unchecked == [])
    #expect(report.silentChecks.count == 27)
  }

  @Test("the fixture has what the checks look at")
  func rich() {
    #expect(report.rowCount == 240)
    #expect(report.promptCount == 120)
    #expect(Set(CleanData.rows.compactMap(\.labeler)).count == 6)
    #expect(report.measures.contains { $0.name == "labelers agree" && $0.total == 120 })
    #expect(report.measures.contains { $0.name == "labelers agree in en-GB" })
  }

  @Test("checks that lack their columns say so, and find nothing")
  func bare() {
    let bare = CleanData.rows.filter { $0.groupID?.hasSuffix("-0") == true }.map { row in
      AuditedRanking(
        prompt: row.prompt,
        completions: row.completions.map { AuditedCompletion(content: $0.content, rank: $0.rank) })
    }
    let report = auditReport(of: bare)
    #expect(report.findings == [])
    #expect(
      Set(report.unchecked.map(\.check)) == [
        "contamination", "context-limit", "cut-off-completions", "flagged-preferred", "gold-leak",
        "guideline-mix", "labeler-agreement", "labeler-shares", "provenance", "reading-speed",
        "slot-balance", "split-leak", "working-hours",
      ])
    #expect(report.unchecked.contains { $0.reason.contains("column 'labeler'") })
  }
}
