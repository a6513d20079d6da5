import Auditing
import Datasets
import Foundation
import Testing

@Suite("Files of preferences")
struct FileTests {
  /// Audits a file of the given text.
  private func report(
    _ text: String, named name: String = "rows.jsonl", against other: String? = nil,
    settings: AuditSettings = AuditSettings()
  ) throws -> AuditReport {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("audit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    var evaluation: [URL] = []
    if let other {
      evaluation = [folder.appendingPathComponent("evaluation.jsonl")]
      try Data(other.utf8).write(to: evaluation[0])
    }
    return try auditReport(of: [file], against: evaluation, settings: settings)
  }

  private let row =
    #"{"prompt":"Why does the river bend?","chosen":"Because of rocks.","rejected":"No idea."}"#

  @Test("are read with the columns that say more", arguments: ["\n", "\r\n"])
  func columns(lineEnd: String) throws {
    let rows = [
      #"{"prompt":"Why?","completions":["So.","No."],"ranks":[1,2],"labeler":"a","split":"train","#
        + #""models":["x","y"],"finish_reasons":["length","stop"],"positions":[2,1],"#
        + #""token_counts":[5000,1],"completion_flags":[["harmful"],[]],"source":"s","license":"MIT","#
        + #""language":"en","guideline_version":2,"seconds":0.1,"submitted_at":"2026-01-02T03:04:05Z","#
        + #""is_gold":true,"group_id":"g"}"#,
      #"{"prompt":"Why?","chosen":"So.","rejected":"No.","worker":"a","chosen_model":"x","#
        + #""rejected_model":"y","chosen_finish_reason":"stop","rejected_finish_reason":"stop","#
        + #""chosen_position":1,"rejected_position":2,"source":"s","license":"MIT","split":"test","#
        + #""guideline_version":"2","active_ms":90000,"submitted_at":1767323045000,"is_gold":false}"#,
    ]
    let report = try report(
      rows.joined(separator: lineEnd) + lineEnd, settings: AuditSettings(maximumTokens: 4096))
    #expect(report.rowCount == 2)
    #expect(
      Set(report.findings.map(\.check)) == [
        "split-leak", "gold-leak", "cut-off-completions", "flagged-preferred", "context-limit",
        "reading-speed", "labeler-shares", "duplicate-rows",
      ])
    #expect(
      Set(report.unchecked.map(\.check)) == ["contamination", "labeler-agreement"])
    #expect(report.files.first?.rowCount == 2)
  }

  @Test("may hold rows that training refuses, and these are findings")
  func refused() throws {
    let text = [
      row, "{", #"{"prompt":"only"}"#, #"["no object"]"#,
      #"{"prompt":"p","chosen":"a","rejected":"a"}"#, #"{"prompt":"p","chosen":"","rejected":"b"}"#,
    ].joined(separator: "\n")
    let strict = try report(text)
    let finding = try #require(strict.findings(of: "refused-rows").first)
    #expect(finding.severity == .error && finding.count == 3 && finding.total == 6)
    #expect(finding.examples.first?.places.first?.hasSuffix("rows.jsonl:2") == true)
    #expect(strict.findings(of: "equal-completions").first?.count == 1)
    #expect(strict.findings(of: "empty-texts").first?.count == 1)
    #expect(strict.files.first?.refusedCount == 3)
    let lenient = try report(text, settings: AuditSettings(skipsBadRows: true))
    #expect(lenient.findings(of: "refused-rows").first?.severity == .warning)
  }

  @Test("that hold no rankings are an error that says what to do")
  func none() throws {
    #expect(throws: AuditError.self) { try report(#"{"prompt":"p","completion":"c"}"#) }
    #expect(throws: DatasetError.self) { try report("\n") }
    do {
      _ = try report(#"{"prompt":"p","completion":"c"}"#)
    } catch {
      #expect("\(error)".contains("pass a file with 'chosen' and 'rejected'"))
    }
  }

  @Test("are held against evaluation sets, which may call their prompts questions")
  func against() throws {
    let other = #"{"question":"WHY does the river bend","answer":"x"}"#
    let finding = try #require(try report(row, against: other).findings(of: "contamination").first)
    #expect(finding.count == 1)
    #expect(finding.examples.first?.places.last?.hasSuffix("evaluation.jsonl:1") == true)
    let innocent = #"{"prompt":"How far is the moon?"}"#
    #expect(try report(row, against: innocent).findings(of: "contamination") == [])
  }

  @Test("give the same content hash whatever their bytes")
  func hashes() throws {
    let spaced = row.replacing(":", with: " : ")
    let (first, second) = (try report(row), try report(spaced + "\r\n"))
    #expect(first.contentHash == second.contentHash)
    #expect(first.files.first?.sha256 != second.files.first?.sha256)
  }
}
