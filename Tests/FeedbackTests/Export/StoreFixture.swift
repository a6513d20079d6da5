import Datasets
import Feedback
import Foundation

/// A store that a test fills fact by fact, with texts for hashes and a clock that ticks.
final class StoreFixture {
  let store: any FeedbackStore
  let batch: Identifier<TaskBatch>
  private var seconds: Int64 = 0

  /// 2026-01-01 at midnight, UTC.
  static let begin = Timestamp(milliseconds: 1_767_225_600_000)

  static var settings: ProjectSettings {
    ProjectSettings(name: "fixture", splitSalt: "00", createdAt: begin)
  }

  /// Fills a store in memory, or the one that is given.
  init(_ given: (any FeedbackStore)? = nil) throws {
    store =
      try given
      ?? MemoryStore(
        settings: StoreFixture.settings, guideline: "Be fair.", now: StoreFixture.begin)
    batch = try store.write {
      try $0.insert(TaskBatch(purpose: "test", createdAt: StoreFixture.begin)).id
    }
  }

  /// A moment a second later than the last.
  func tick() -> Timestamp {
    seconds += 1
    return StoreFixture.begin + .seconds(seconds)
  }

  /// Lets time pass.
  func wait(days: Int64) { seconds += days * 86_400 }

  func labeler(_ handle: String, kind: Labeler.Kind = .person) throws -> Identifier<Labeler> {
    try store.write {
      try $0.insert(
        Labeler(
          handle: handle, displayName: handle.capitalized, kind: kind, role: .labeler,
          createdAt: tick())
      ).id
    }
  }

  func labelers(_ handles: String...) throws -> [Identifier<Labeler>] {
    try handles.map { try labeler($0) }
  }

  func prompt(
    _ content: Content, cluster: String? = nil, split: StoredPrompt.Split = .train
  ) throws -> Identifier<StoredPrompt> {
    let hash = sha256(of: "\(content)")
    return try store.write {
      try $0.insert(
        StoredPrompt(
          sha256: hash, content: content, source: "test", cluster: cluster ?? hash, split: split,
          createdAt: tick())
      ).id
    }
  }

  func completion(
    _ text: String, of prompt: Identifier<StoredPrompt>, model: String? = nil,
    origin: StoredCompletion.Origin = .model, parent: Identifier<StoredCompletion>? = nil
  ) throws -> Identifier<StoredCompletion> {
    try store.write {
      try $0.insert(
        StoredCompletion(
          promptID: prompt, sha256: sha256(of: text), text: text, origin: origin, modelName: model,
          parentID: parent, createdAt: tick())
      ).id
    }
  }

  /// Makes a task of texts; each is a new completion.
  func task(
    _ kind: LabelingTask.Kind, _ prompt: Identifier<StoredPrompt>, _ texts: [String] = [],
    models: [String] = [], overlap: Int = 3, gold: [Int]? = nil, state: LabelingTask.State = .open
  ) throws -> LabelingTask {
    let ids = try texts.enumerated().map { index, text in
      try completion(text, of: prompt, model: index < models.count ? models[index] : nil)
    }
    return try task(kind, prompt, completions: ids, overlap: overlap, gold: gold, state: state)
  }

  func task(
    _ kind: LabelingTask.Kind, _ prompt: Identifier<StoredPrompt>,
    completions ids: [Identifier<StoredCompletion>], overlap: Int = 3, gold: [Int]? = nil,
    state: LabelingTask.State = .open
  ) throws -> LabelingTask {
    let answer = gold.map { ranks in
      GoldAnswer(
        ranks: zip(ids, ranks).map { RankedCompletion($0, rank: $1) }, explanation: "known")
    }
    return try store.write {
      try $0.insert(
        LabelingTask(
          batchID: batch, promptID: prompt, kind: kind, completionIDs: ids,
          requiredOverlap: overlap, gold: answer, state: state, createdAt: tick()))
    }
  }

  /// Adds a judgement of ranks in the order of the task's completions, nil for an unranked one.
  ///
  /// `shown` has the places of the task's completions as they were shown; where nil, as they are.
  @discardableResult
  func judge(
    _ task: LabelingTask, by labeler: Identifier<Labeler>, _ ranks: [Int?] = [],
    shown: [Int]? = nil, strength: Int? = nil, milliseconds: Int = 60_000,
    state: Assignment.State = .submitted
  ) throws -> Judgement {
    let ranked = zip(task.completionIDs, ranks).compactMap { id, rank in
      rank.map { RankedCompletion(id, rank: $0) }
    }
    return try answer(
      task, by: labeler, Answer(ranks: ranked, strength: strength), shown: shown,
      milliseconds: milliseconds, state: state)
  }

  @discardableResult
  func answer(
    _ task: LabelingTask, by labeler: Identifier<Labeler>, _ answer: Answer,
    written: Identifier<StoredCompletion>? = nil, shown: [Int]? = nil, isUnchanged: Bool = false,
    milliseconds: Int = 60_000, state: Assignment.State = .submitted
  ) throws -> Judgement {
    let moment = tick()
    return try store.write { writer in
      var assignment = Assignment(
        taskID: task.id, labelerID: labeler,
        order: (shown ?? Array(task.completionIDs.indices)).map { task.completionIDs[$0] },
        orderSeed: 1, guidelineID: Identifier(1), leasedAt: moment,
        leaseExpiresAt: moment + .seconds(900))
      assignment = try writer.insert(assignment)
      assignment.state = state
      assignment.submittedAt = moment
      assignment.activeMilliseconds = milliseconds
      try writer.update(assignment)
      return try writer.insert(
        Judgement(
          assignmentID: assignment.id, revision: 1, idempotencyKey: "key-\(assignment.id)",
          answer: answer, writtenCompletionID: written, isUnchangedOrder: isUnchanged,
          activeMilliseconds: milliseconds, createdAt: moment))
    }
  }

  /// Adds a later revision of a judgement.
  func revise(_ judgement: Judgement, _ answer: Answer) throws {
    let moment = tick()
    _ = try store.write {
      try $0.insert(
        Judgement(
          assignmentID: judgement.assignmentID, revision: judgement.revision + 1,
          idempotencyKey: "revision-\(judgement.id)", answer: answer, activeMilliseconds: 1,
          createdAt: moment))
    }
  }

  @discardableResult
  func mark(
    _ subject: QualityTag.Subject, _ number: Int64, excludes: Bool = true, isLifted: Bool = false
  ) throws -> QualityTag {
    let moment = tick()
    return try store.write {
      var tag = try $0.insert(
        QualityTag(
          on: subject, number, name: "excluded", reason: "test", excludes: excludes,
          createdAt: moment))
      if isLifted {
        tag.liftedAt = moment
        try $0.update(tag)
      }
      return tag
    }
  }

  func settle(
    _ task: LabelingTask, by adjudicator: Identifier<Labeler>, _ ranks: [Int]
  ) throws {
    let answer = Answer(
      ranks: zip(task.completionIDs, ranks).map { RankedCompletion($0, rank: $1) })
    let moment = tick()
    _ = try store.write {
      try $0.insert(
        Adjudication(
          taskID: task.id, adjudicatorID: adjudicator, answer: answer, cause: .closeCall, note: "",
          createdAt: moment))
    }
  }

  func findings() throws -> FeedbackFindings { try store.read { try FeedbackFindings($0) } }

  /// Exports into a folder that is gone afterwards, and returns what each file holds.
  func export(
    _ format: ExportFormat, _ filter: ExportFilter = ExportFilter()
  ) throws -> (report: ExportReport, files: [String: String]) {
    try withExportFolder { folder in
      let target = folder.appendingPathComponent("export")
      let report = try Exporter(store).export(format, filter, to: target)
      return (report, try exportedTexts(in: target))
    }
  }

  /// The lines of the file `train.jsonl` of an export.
  func trainLines(
    _ format: ExportFormat, _ filter: ExportFilter = ExportFilter()
  ) throws
    -> [String]
  {
    exportedLines(of: try export(format, filter).files["train.jsonl"] ?? "")
  }
}

/// Returns what each file in a folder holds, by name.
func exportedTexts(in folder: URL) throws -> [String: String] {
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  return Dictionary(
    uniqueKeysWithValues: try names.map {
      ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    })
}

/// Returns the lines of a text, which ends with a line feed.
func exportedLines(of text: String) -> [String] {
  text.utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
}

/// Calls `body` with an empty folder, and removes it afterwards.
func withExportFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("export-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}
