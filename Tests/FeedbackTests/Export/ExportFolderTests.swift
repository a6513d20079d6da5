import Datasets
import Feedback
import Foundation
import Runs
import Testing

@Suite("An export's folder")
struct ExportFolderTests {
  /// Two labelers, three prompts, one on each side of the split.
  private func filled(_ given: (any FeedbackStore)? = nil) throws -> StoreFixture {
    let fixture = try StoreFixture(given)
    let people = try fixture.labelers("ann", "ben")
    for (number, split) in StoredPrompt.Split.allCases.enumerated() {
      let prompt = try fixture.prompt(.text("Q\(number)"), split: split)
      let task = try fixture.task(.pair, prompt, ["a\(number)", "b\(number)"])
      for labeler in people { try fixture.judge(task, by: labeler, [1, 2]) }
    }
    return fixture
  }

  @Test("has a file for each side of the split and a manifest that tells their hashes")
  func files() throws {
    let (report, files) = try filled().export(.standard)
    #expect(
      Set(files.keys) == ["train.jsonl", "validation.jsonl", "test.jsonl", "manifest.json"])
    #expect(report.manifest.files.map(\.name) == ["train.jsonl", "validation.jsonl", "test.jsonl"])
    for file in report.manifest.files {
      #expect(file.sha256 == sha256(of: files[file.name] ?? ""))
      #expect(file.rowCount == 2)
      #expect(file.groupCount == 2)
      #expect(file.promptCount == 1)
    }
    #expect(report.manifestHash == sha256(of: files["manifest.json"] ?? ""))
  }

  @Test("has a manifest that reads back and holds neither a path nor the time of writing")
  func manifest() throws {
    let (report, files) = try filled().export(.rankings)
    let text = files["manifest.json"] ?? ""
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let back = try decoder.decode(ExportManifest.self, from: Data(text.utf8))
    #expect(back == report.manifest)
    #expect(back.labelers == ["labeler-1": 3, "labeler-2": 3])
    #expect(back.guidelines.map(\.judgementCount) == [6])
    #expect(back.guidelines.first?.sha256 == sha256(of: "Be fair."))
    #expect(back.taskCounts == ["open": 3])
    #expect(!text.contains("/"))
    #expect(!text.contains("ann"))
  }

  @Test("is the same byte for byte when written again, also after it was noted in the store")
  func repeated() throws {
    let fixture = try filled()
    try withExportFolder { folder in
      for format in [ExportFormat.standard, .conversational, .unpaired, .rankings] {
        let out = folder.appendingPathComponent(format.rawValue)
        let first = try Exporter(fixture.store).export(
          format, to: out, recordedBy: Identifier(1), at: fixture.tick())
        let before = try exportedTexts(in: out)
        let second = try Exporter(fixture.store).export(format, to: out)
        #expect(try exportedTexts(in: out) == before)
        #expect(first.manifestHash == second.manifestHash)
      }
    }
    let records = try fixture.store.read { try $0.all(ExportRecord.self) }
    #expect(records.map(\.format) == ["standard", "conversational", "unpaired", "rankings"])
    #expect(records.map(\.rowCount) == [6, 6, 12, 6])
    let last = try fixture.store.read { try $0.lastEvent() }
    #expect(last?.kind == "export.written")
    #expect(try fixture.store.read { try verifyEventChain($0).isWhole })
  }

  @Test("is the same from a store on disk and from one in memory")
  func twins() throws {
    try withExportFolder { folder in
      let disk = try SQLiteStore.create(
        at: folder.appendingPathComponent("store"), settings: StoreFixture.settings,
        guideline: "Be fair.", now: StoreFixture.begin)
      let (first, second) = (try filled(disk), try filled())
      for format in [ExportFormat.standard, .unpaired, .rankings] {
        #expect(try first.export(format).files == second.export(format).files)
      }
      #expect(try first.findings() == second.findings())
    }
  }

  @Test("stays as it was where the export fails")
  func failing() throws {
    let empty = try StoreFixture()
    try withExportFolder { folder in
      let out = folder.appendingPathComponent("out")
      _ = try Exporter(try filled().store).export(.standard, to: out)
      let before = try exportedTexts(in: out)
      #expect(throws: FeedbackError.nothingToExport([])) {
        _ = try Exporter(empty.store).export(.standard, to: out)
      }
      #expect(try exportedTexts(in: out) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["out"])
    }
  }

  @Test("is replaced whole, without files of an earlier export")
  func replaced() throws {
    let fixture = try StoreFixture()
    let ann = try fixture.labeler("ann")
    let task = try fixture.task(.pair, try fixture.prompt(.text("Q")), ["a", "b"])
    try fixture.judge(task, by: ann, [1, 2])
    try withExportFolder { folder in
      let out = folder.appendingPathComponent("out")
      _ = try Exporter(try filled().store).export(.standard, to: out)
      _ = try Exporter(fixture.store).export(.standard, to: out)
      #expect(Set(try exportedTexts(in: out).keys) == ["train.jsonl", "manifest.json"])
    }
  }
}
