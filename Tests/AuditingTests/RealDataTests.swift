import Auditing
import Datasets
import Foundation
import Testing

@Suite("Real comparisons beside the repository")
struct RealDataTests {
  private static let shared = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("shared/data")
  private static let comparisons = shared.appendingPathComponent("hh-harmless.jsonl.gz")
  private static let questions = shared.appendingPathComponent("gsm8k-test.jsonl.gz")
  private static let isThere =
    FileManager.default.fileExists(atPath: comparisons.path)
    && FileManager.default.fileExists(atPath: questions.path)

  @Test("are audited", .enabled(if: isThere))
  func audited() throws {
    let report = try auditReport(of: [Self.comparisons], against: [Self.questions])
    #expect(report.rowCount == 1812)
    #expect(report.promptCount == 1811)
    let counts = report.findings.map { "\($0.check) \($0.severity) \($0.count)" }
    // Four chosen completions are empty; the model made up a social security number, five
    // addresses of e-mail and five telephone numbers; five prompts are nearly others.
    #expect(
      counts == [
        "empty-texts error 4", "personal-data error 1", "personal-data warning 5",
        "personal-data warning 5", "near-duplicate-prompts note 5",
      ])
    #expect(
      report.silentChecks == [
        "refused-rows", "equal-completions", "duplicate-rows", "contamination", "contradictions",
        "preference-cycles", "length-preference", "format-preference", "script-mix", "refusals",
        "identity", "unseen-characters",
      ])
    #expect(report.unchecked.count == 13)
  }

  @Test("share all prompts with themselves", .enabled(if: isThere))
  func contaminated() throws {
    let rankings = try readRankings(from: Self.comparisons, badRows: .skip).rows.prefix(60)
    let report = auditReport(
      of: rankings.map { AuditedRanking($0) }, evaluation: rankings.map { Prompt($0.prompt) })
    #expect(report.findings(of: "contamination").first?.count == 60)
  }
}
