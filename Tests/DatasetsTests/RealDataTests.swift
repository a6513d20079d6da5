import Datasets
import Foundation
import Testing

@Suite("Real data beside the repository")
struct RealDataTests {
  private static let transcripts = "data/hh-harmless.jsonl.gz"

  private func shared(_ path: String) -> URL { sharedFolder.appendingPathComponent(path) }

  @Test("are 1,812 human comparisons without a bad row", .enabled(if: isShared(transcripts)))
  func comparisons() throws {
    let loaded = try readComparisons(from: shared(Self.transcripts), badRows: .skip)
    #expect(loaded.rows.count == 1812)
    #expect(loaded.skipped.map(\.description) == [])
    for row in loaded.rows {
      guard case (.text(let prompt), .text(let chosen)) = (row.prompt, row.chosen),
        case .text(let rejected) = row.rejected
      else {
        Issue.record("a row is not plain text")
        continue
      }
      #expect(prompt.hasPrefix("\n\nHuman: ") && prompt.hasSuffix("\n\nAssistant:"))
      #expect(chosen.hasPrefix(" ") && rejected.hasPrefix(" "))
    }
    let prompts = try readPrompts(from: shared(Self.transcripts))
    #expect(prompts.rows.count + prompts.repeatedPromptCount == 1812)
    #expect(prompts.repeatedPromptCount == 1)
  }

  @Test(
    "parts the transcripts as TRL's preference file has them",
    .enabled(if: isShared(transcripts) && isShared("fixtures/data/pref.jsonl")))
  func partedAsInTRL() throws {
    let ours = Set(try readComparisons(from: shared(Self.transcripts)).rows)
    let theirs = try readComparisons(from: shared("fixtures/data/pref.jsonl")).rows
    // The preference file is of the same data, but of other rows as well.
    #expect(theirs.count == 1737)
    #expect(theirs.count { ours.contains($0) } == 1311)
  }

  @Test("are demonstrations and prompts", .enabled(if: isShared("fixtures/data/sft.jsonl")))
  func others() throws {
    #expect(try readDemonstrations(from: shared("fixtures/data/sft.jsonl")).rows.count == 2000)
    #expect(try readPrompts(from: shared("fixtures/data/prompts.jsonl")).rows.count == 500)
    #expect(try readRankings(from: shared("fixtures/data/pref.jsonl")).rows.count == 1737)
  }

  @Test("are questions with answers", .enabled(if: isShared("data/gsm8k-test.jsonl.gz")))
  func questions() throws {
    let names = ColumnNames(prompt: "question")
    let rows = try readPrompts(from: shared("data/gsm8k-test.jsonl.gz"), columns: names).rows
    #expect(rows.count == 1319)
    #expect(rows.first?.string(inColumn: "answer")?.hasSuffix("#### 18") == true)
  }
}
