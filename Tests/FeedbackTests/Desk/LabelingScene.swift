import Datasets
import Synchronization

@testable import Feedback

/// A clock that a test sets.
final class TestClock: Sendable {
  private let moment = Mutex(Timestamp.start)

  /// Tells the time.
  var now: @Sendable () -> Timestamp { { self.moment.withLock { $0 } } }

  /// Lets time pass; a negative duration sets the clock back.
  func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// Seeds that follow from the first, for tests.
final class TestSeeds: Sendable {
  private let last: Mutex<UInt64>

  init(_ first: UInt64 = 1) { last = Mutex(first) }

  var next: @Sendable () -> UInt64 {
    {
      self.last.withLock {
        $0 &+= 1
        return $0
      }
    }
  }
}

/// A project with labelers and tasks, and the desks over it.
struct LabelingScene {
  let store: any FeedbackStore
  let clock = TestClock()
  let desk: LabelingDesk
  let labelers: [Labeler]

  /// Sets the scene.
  init(
    _ store: any FeedbackStore, labelerCount: Int = 3, seed: UInt64 = 1,
    settings: (inout ProjectSettings) -> Void = { $0.goldEvery = 0 }
  ) throws {
    self.store = store
    desk = LabelingDesk(store: store, now: clock.now, randomSeed: TestSeeds(seed).next)
    labelers = try store.write { writer in
      var changed = try writer.settings()
      settings(&changed)
      try writer.update(changed)
      return try (1...labelerCount).map { number in
        try writer.insert(
          Labeler(
            handle: "labeler\(number)", displayName: "Labeler \(number)", role: .labeler,
            createdAt: .start))
      }
    }
  }

  var ada: Identifier<Labeler> { labelers[0].id }
  var ben: Identifier<Labeler> { labelers[1].id }
  var cyd: Identifier<Labeler> { labelers[2].id }

  /// Adds a task whose completions have the given texts.
  @discardableResult
  func addTask(
    _ prompt: String = "How do I bake bread?", _ kind: LabelingTask.Kind = .ranking,
    completions: [String] = ["Knead.", "Wait.", "Buy it."], overlap: Int = 1,
    priority: Double = 0, isGold: Bool = false, promptAuthor: Identifier<Labeler>? = nil,
    author: Identifier<Labeler>? = nil
  ) throws -> LabelingTask {
    try store.write { writer in
      let batch = try writer.insert(TaskBatch(purpose: "test", createdAt: .start))
      let stored = try writer.insert(
        StoredPrompt(
          sha256: contentHash(of: prompt), content: .text(prompt), source: "rows.jsonl",
          sourceReference: "1; ranks 1 2 3", authorID: promptAuthor, cluster: prompt,
          split: .train, createdAt: .start))
      let ids = try completions.map { text in
        try writer.insert(
          StoredCompletion(
            promptID: stored.id, sha256: contentHash(of: text), text: text, origin: .model,
            modelName: "secret-model", modelHash: "beef", authorID: author, createdAt: .start)
        ).id
      }
      let gold = GoldAnswer(
        ranks: zip(ids, 1...).map { RankedCompletion($0, rank: $1) }, explanation: "It is so.")
      return try writer.insert(
        LabelingTask(
          batchID: batch.id, promptID: stored.id, kind: kind, completionIDs: ids,
          requiredOverlap: overlap, priority: priority, gold: isGold ? gold : nil,
          createdAt: .start))
    }
  }

  /// Adds tasks that differ in their prompts.
  func addTasks(_ count: Int, overlap: Int = 1, isGold: Bool = false) throws {
    for number in 1...count {
      try addTask(
        "\(isGold ? "Known" : "Open") question \(number)", overlap: overlap, isGold: isGold)
    }
  }

  /// Lends a labeler a task that must be there.
  func lend(to labeler: Identifier<Labeler>) throws -> Assignment {
    guard case .lent(let loan) = try desk.next(for: labeler) else { throw NothingLent() }
    return loan
  }

  /// Hands in the order in which the completions of the task stand, or its reverse.
  @discardableResult
  func judge(
    _ loan: Assignment, key: String? = nil, isReversed: Bool = false, reason: String? = nil
  ) throws -> Receipt {
    let task = try task(of: loan)
    let ids = isReversed ? task.completionIDs.reversed() : task.completionIDs
    let ranks = zip(ids, 1...).map { RankedCompletion($0, rank: $1) }
    return try desk.submit(
      loan.id, by: loan.labelerID,
      answer: Answer(
        ranks: ranks, strength: task.kind == .pair || task.kind == .chat ? 2 : nil, reason: reason),
      idempotencyKey: key ?? "key \(loan.id) \(loan.labelerID)", activeMilliseconds: 30_000)
  }

  /// The task of a loan, with all that labelers do not see.
  func task(of loan: Assignment) throws -> LabelingTask {
    try store.read { try $0.required(loan.taskID, "task") }
  }

  /// The loan as it is now.
  func now(_ loan: Assignment) throws -> Assignment {
    try store.read { try $0.required(loan.id, "loan") }
  }

  /// The kinds of the events so far.
  func eventKinds() throws -> [String] {
    try store.read { try $0.all(Event.self).map(\.kind) }
  }
}

/// The error that a test expected a task to be lent.
struct NothingLent: Error {}
