import Datasets
import Foundation
import Testing

@testable import Feedback

/// A file of JSON lines in a store's project, imported.
struct ImportScene {
  let store: any FeedbackStore
  let folder: URL
  let importer: Importer

  init(_ store: any FeedbackStore, in folder: URL) {
    self.store = store
    self.folder = folder
    importer = Importer(store: store, now: { .start })
  }

  func file(_ lines: String..., name: String = "rows.jsonl") throws -> URL {
    let url = folder.appendingPathComponent(name)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    return url
  }

  func all<Fact: StoredFact>(_ kind: Fact.Type) throws -> [Fact] {
    try store.read { try $0.all(kind) }
  }
}

extension StoreUnderTest {
  /// Runs a body on a new store, beside an empty folder.
  func withImports(_ body: (ImportScene) throws -> Void) throws {
    try with { store in try withScratchFolder { try body(ImportScene(store, in: $0)) } }
  }
}

@Suite("An import")
struct ImporterTests {
  private static let ranking = #"""
    {"prompt": "Why is the sky blue?", "completions": ["Air.", "Rayleigh scattering.", "Magic."], "models": ["m1", "m2", null]}
    """#
  private static let comparison = #"""
    {"prompt": "Say hello.", "chosen": "Hello!", "rejected": "No."}
    """#
  private static let alone = #"{"prompt": [{"role": "user", "content": "How do magnets work?"}]}"#

  @Test(
    "makes prompts, completions and tasks of rows, and of the same rows only once",
    arguments: StoreUnderTest.allCases)
  func rows(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let file = try scene.file(Self.ranking, Self.comparison, Self.alone)
      let report = try scene.importer.importRows(from: file, ImportOptions(overlap: 2))
      #expect(report.rowCount == 3 && report.newPromptCount == 3 && report.taskCount == 2)
      #expect(report.newCompletionCount == 5 && report.waitingCount == 1 && report.skipped == [])
      let tasks = try scene.all(LabelingTask.self)
      #expect(tasks.map(\.kind) == [.ranking, .pair])
      #expect(tasks.allSatisfy { $0.requiredOverlap == 2 && $0.batchID == report.batchID })
      let completions = try scene.all(StoredCompletion.self)
      #expect(completions.map(\.modelName) == ["m1", "m2", nil, nil, nil])
      #expect(completions.map(\.origin) == [.model, .model, .reference, .reference, .reference])
      let prompts = try scene.all(StoredPrompt.self)
      #expect(prompts.map(\.sourceReference) == ["1", "2; ranks 1 2", "3"])
      #expect(prompts[2].turns == [Message(role: "user", content: "How do magnets work?")])
      let event = try #require(try scene.store.read { try $0.lastEvent() })
      #expect(event.kind == "import.finished" && event.body.contains(report.fileHash))

      let again = try scene.importer.importRows(from: file, ImportOptions(overlap: 2))
      #expect(again.newPromptCount == 0 && again.taskCount == 0 && again.batchID == nil)
      #expect(again.knownTaskCount == 2 && again.knownCompletionCount == 5)
      #expect(try scene.all(LabelingTask.self) == tasks)
      #expect(try scene.store.read { try verifyEventChain($0) }.isWhole)
    }
  }

  @Test("shows a transcript as a conversation", arguments: StoreUnderTest.allCases)
  func transcripts(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let start = #"\n\nHuman: Hi\n\nAssistant: Hello.\n\nHuman: How do I\n\nbake?\n\nAssistant:"#
      let file = try scene.file(#"{"chosen": "\#(start) Knead.", "rejected": "\#(start) No."}"#)
      _ = try scene.importer.importRows(from: file)
      let prompt = try #require(try scene.all(StoredPrompt.self).first)
      #expect(prompt.turns.map(\.role) == ["user", "assistant", "user"])
      #expect(prompt.turns.map(\.content) == ["Hi", "Hello.", "How do I\n\nbake?"])
      #expect(try scene.all(StoredCompletion.self).map(\.text) == ["Knead.", "No."])
    }
  }

  @Test("brings all of a file or nothing", arguments: StoreUnderTest.allCases)
  func whole(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let file = try scene.file(
        Self.ranking, #"{"prompt": "Two", "completions": ["same", "same"]}"#, "{nonsense",
        #"{"prompt": "", "completions": ["a", "b"]}"#, #"{"note": "nothing"}"#,
        #"{"prompt": "Blank", "completions": ["a", " \n"]}"#)
      let events = try scene.all(Event.self)
      #expect(throws: DatasetError.self) { try scene.importer.importRows(from: file) }
      #expect(try scene.all(StoredPrompt.self) == [] && scene.all(Event.self) == events)
      let report = try scene.importer.importRows(from: file, ImportOptions(badRows: .skip))
      #expect(report.rowCount == 1)
      #expect(report.skipped.map(\.line) == [2, 3, 4, 5, 6])
      #expect(report.skipped[0].reason == "completions 1 and 2 are the same")
      #expect(report.skipped[4].reason == "completion 2 is empty")
    }
  }

  @Test("fails whole where a later row is refused", arguments: StoreUnderTest.allCases)
  func transaction(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      struct Stop: Error {}
      let options = ImportOptions()
      let report = ImportReport(file: "rows", fileHash: "")
      let file = try scene.file(Self.ranking)
      var row: ImportedRow?
      try forEachCandidateRow(of: file) { row = try ImportedRow($0.get(), isGold: false) }
      let ranking = try #require(row)
      #expect(throws: Stop.self) {
        try scene.store.write { writer in
          var run = try ImportRun(writer, options, report, at: .start)
          try run.take(ranking)
          throw Stop()
        }
      }
      #expect(try scene.all(StoredPrompt.self) == [] && scene.all(LabelingTask.self) == [])
    }
  }

  @Test(
    "marks what tells who wrote it, and keeps it out of tasks until the mark is lifted",
    arguments: StoreUnderTest.allCases)
  func leaks(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let file = try scene.file(
        #"{"prompt": "Who are you?", "completions": ["Nobody.", "I am ChatGPT.", "Guess."]}"#,
        #"{"prompt": "And you?", "completions": ["As an AI language model, no.", "Jo."]}"#,
        #"{"prompt": "Call +49 30 901820 now", "completions": ["I call jo@acme.org.", "No."]}"#)
      let report = try scene.importer.importRows(from: file)
      #expect(report.identityLeakCount == 2 && report.withheldCount == 2)
      #expect(report.personalDataCount == 2)
      let tasks = try scene.all(LabelingTask.self)
      #expect(tasks.map(\.completionIDs.count) == [2, 2])
      #expect(tasks.map(\.promptID.number) == [1, 3])
      let tags = try scene.all(QualityTag.self)
      #expect(tags.filter(\.excludes).map(\.name) == ["identity-leak", "identity-leak"])
      #expect(tags.filter { !$0.excludes }.map(\.subject) == [.prompt, .completion])
      let before = try scene.importer.makeTasks(kind: .pair, purpose: "what may be shown")
      #expect(before.taskCount == 1 && before.waitingCount == 1)
      #expect(try scene.all(LabelingTask.self).last?.completionIDs.map(\.number) == [1, 3])
      var lifted = try #require(tags.last { $0.excludes })
      lifted.liftedAt = .start
      try scene.store.write { try $0.update(lifted) }
      #expect(try scene.importer.makeTasks(kind: .pair, purpose: "later").taskCount == 1)
    }
  }

  @Test(
    "makes questions with a known answer of rows that have one", arguments: StoreUnderTest.allCases)
  func gold(kind: StoreUnderTest) throws {
    try kind.withImports { scene in
      let file = try scene.file(
        #"{"prompt": "2+2?", "completions": ["4", "5"], "gold": [1, 2], "explanation": "Sums."}"#,
        #"{"prompt": "2+3?", "completions": ["6", "5"], "ranks": [2, 1], "gold": true}"#,
        #"{"prompt": "2+4?", "completions": ["6", "5"], "ranks": [1, 2]}"#)
      let report = try scene.importer.importRows(from: file)
      #expect(report.goldCount == 2 && report.taskCount == 3)
      let tasks = try scene.all(LabelingTask.self)
      #expect(tasks.map { $0.gold?.ranks.map(\.rank) } == [[1, 2], [2, 1], nil])
      #expect(tasks[0].gold?.explanation == "Sums.")
      #expect(tasks.map(\.requiredOverlap) == [10_000, 10_000, 1])
      let all = try scene.file(
        #"{"prompt": "2+5?", "completions": ["6", "7"], "ranks": [2, 1]}"#, name: "gold.jsonl")
      #expect(try scene.importer.importRows(from: all, ImportOptions(isGold: true)).goldCount == 1)
      let none = try scene.file(#"{"prompt": "2+6?", "completions": ["8", "7"]}"#, name: "no.jsonl")
      #expect(throws: DatasetError.self) {
        try scene.importer.importRows(from: none, ImportOptions(isGold: true))
      }
    }
  }

  @Test(
    "asks what it is told to ask",
    arguments: [
      (LabelingTask.Kind.rating, 1), (.demonstration, 1), (.edit, 3), (.ranking, 1),
    ])
  func kinds(kind: LabelingTask.Kind, taskCount: Int) throws {
    try StoreUnderTest.memory.withImports { scene in
      let file = try scene.file(Self.ranking)
      let report = try scene.importer.importRows(from: file, ImportOptions(kind: kind))
      #expect(report.taskCount == taskCount)
      #expect(try scene.all(LabelingTask.self).allSatisfy { $0.kind == kind })
    }
  }

  @Test("refuses what cannot be meant")
  func refusals() throws {
    try StoreUnderTest.memory.withImports { scene in
      let file = try scene.file(Self.ranking)
      for options in [ImportOptions(kind: .chat), ImportOptions(overlap: 0)] {
        #expect(throws: FeedbackError.self) { try scene.importer.importRows(from: file, options) }
      }
      #expect(throws: DatasetError.self) {
        try scene.importer.importRows(from: file, ImportOptions(kind: .pair))
      }
      let ten = (1...10).map { "\"\($0)\"" }.joined(separator: ",")
      let tooMany = try scene.file(
        "{\"prompt\": \"p\", \"completions\": [\(ten)]}", name: "10.jsonl")
      #expect(throws: DatasetError.self) { try scene.importer.importRows(from: tooMany) }
      let empty = try scene.file("", name: "empty.jsonl")
      #expect(throws: DatasetError.self) { try scene.importer.importRows(from: empty) }
      #expect(throws: (any Error).self) {
        try scene.importer.importRows(from: scene.folder.appendingPathComponent("none.jsonl"))
      }
    }
  }
}
