import Auditing
import Testing

@Suite("A planted defect")
struct PlantedDefectTests {
  @Test("of a row is found, and by no other check", arguments: plantedInRows)
  func foundInRow(defect: PlantedDefect) throws {
    let report = defect.report(rows: 120)
    try expect(defect, in: report)
    let expected = defect.expectedOthers.union([defect.check])
    let others = report.findings.filter { !expected.contains($0.check) }
    #expect(others.map { "\($0.check): \($0.summary) \($0.count)/\($0.total ?? 0)" } == [])
  }

  @Test("of rows together is found", arguments: plantedInSets + plantedInPeople)
  func found(defect: PlantedDefect) throws { try expect(defect, in: defect.report()) }

  private func expect(_ defect: PlantedDefect, in report: AuditReport) throws {
    let findings = report.findings(of: defect.check)
    let finding = try #require(findings.first { $0.severity == defect.severity })
    if let count = defect.count { #expect(findings.map(\.count).max() == count) }
    #expect(!finding.summary.isEmpty && !finding.advice.isEmpty)
    #expect(finding.examples.count <= defect.settings.exampleLimit)
  }

  @Test("is planted for each check")
  func complete() {
    let planted = Set((plantedInRows + plantedInSets + plantedInPeople).map(\.check))
    let clean = auditReport(
      of: CleanData.rows, settings: CleanData.settings, evaluation: CleanData.evaluation)
    #expect(Set(clean.silentChecks).subtracting(planted) == ["refused-rows"])
  }
}

extension PlantedDefect {
  /// What else is wrong with the rows into which it was planted.
  fileprivate var expectedOthers: Set<String> {
    switch title {
    case "a completion of unseen characters", "only an unseen character differs":
      ["unseen-characters"]
    case "flagged for personal data": ["flagged-preferred"]
    case "a very long row", "more tokens than fit": ["reading-speed"]
    default: []
    }
  }
}
