import Datasets
import Foundation
import Testing

@testable import Feedback

@Suite("Real transcripts beside the repository")
struct RealTranscriptTests {
  private static let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data/hh-harmless.jsonl.gz")

  @Test(
    "come in as conversations, and again as known",
    .enabled(
      if: FileManager.default.fileExists(atPath: file.path)))
  func imported() throws {
    try StoreUnderTest.file.with(check)
  }

  private func check(_ store: any FeedbackStore) throws {
    let importer = Importer(store: store, now: { .start })
    let options = ImportOptions(badRows: .skip)
    let report = try importer.importRows(from: Self.file, options)
    #expect(report.rowCount + report.skipped.count == 1812)
    #expect(report.taskCount > 1500)
    let prompts = try store.read { try $0.all(StoredPrompt.self) }
    #expect(prompts.allSatisfy { $0.turns.first?.role == "user" && $0.turns.last?.role == "user" })
    let split = Dictionary(grouping: prompts, by: \.cluster).mapValues {
      Set($0.map(\.split)).count
    }
    #expect(split.values.allSatisfy { $0 == 1 })
    let again = try importer.importRows(from: Self.file, options)
    #expect(again.newPromptCount == 0 && again.taskCount == 0)
  }
}
