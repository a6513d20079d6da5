import Testing

@testable import Feedback

@Suite("A store, in memory and on disk, refuses")
struct StoreRulesTests {
  @Test("a second handle that differs in case only", arguments: StoreUnderTest.allCases)
  func handles(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "labeler", columns: ["handle"])) { writer, scene in
      var other = scene.ada
      other.id = .unassigned
      other.handle = "ADA"
      _ = try writer.insert(other)
    }
  }

  @Test("a second prompt with the same hash", arguments: StoreUnderTest.allCases)
  func prompts(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "prompt", columns: ["sha256"])) { writer, scene in
      var other = scene.prompt
      other.id = .unassigned
      _ = try writer.insert(other)
    }
  }

  @Test("a second loan of a task to a labeler", arguments: StoreUnderTest.allCases)
  func loans(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "assignment", columns: ["taskID", "labelerID"])) {
      _ = try $0.insert($1.loan(to: $1.ben))
      _ = try $0.insert($1.loan(to: $1.ada))
      _ = try $0.insert($1.loan(to: $1.ben))
    }
  }

  @Test("a second judgement with the same form's key", arguments: StoreUnderTest.allCases)
  func keys(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "judgement", columns: ["idempotencyKey"])) {
      let loan = try $0.insert($1.loan(to: $1.ben))
      _ = try $0.insert($1.judgement(of: loan, key: "twice"))
      _ = try $0.insert($1.judgement(of: loan, revision: 2, key: "twice"))
    }
  }

  @Test("a second judgement of the same revision", arguments: StoreUnderTest.allCases)
  func revisions(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "judgement", columns: ["assignmentID", "revision"])) {
      let loan = try $0.insert($1.loan(to: $1.ben))
      _ = try $0.insert($1.judgement(of: loan, key: "one"))
      _ = try $0.insert($1.judgement(of: loan, key: "other"))
    }
  }

  @Test("a change to a name that is another's", arguments: StoreUnderTest.allCases)
  func renaming(kind: StoreUnderTest) throws {
    try expect(kind, .duplicate(table: "labeler", columns: ["handle"])) { writer, scene in
      var ben = scene.ben
      ben.handle = "free"
      try writer.update(ben)
      ben.handle = "ben"
      try writer.update(ben)
      ben.handle = "Ada"
      try writer.update(ben)
    }
  }

  @Test(
    "keys that look the same and have other bytes only once each",
    arguments: StoreUnderTest.allCases)
  func bytes(kind: StoreUnderTest) throws {
    try kind.with { store in
      try store.write { writer in
        let scene = try Scene(in: writer)
        let loan = try writer.insert(scene.loan(to: scene.ben))
        for (revision, key) in zip(1..., ["\u{E9}", "e\u{301}", "E\u{301}"]) {
          let judgement = try writer.insert(
            scene.judgement(of: loan, revision: revision, key: key))
          #expect(try writer.judgement(idempotencyKey: key)?.id == judgement.id)
        }
      }
    }
  }

  @Test("a fact that points to nothing", arguments: StoreUnderTest.allCases)
  func references(kind: StoreUnderTest) throws {
    try expectInconsistent(kind) { writer, scene in
      var task = scene.anotherTask()
      task.promptID = Identifier(77)
      _ = try writer.insert(task)
    }
  }

  @Test("second settings", arguments: StoreUnderTest.allCases)
  func settings(kind: StoreUnderTest) throws {
    try expectInconsistent(kind) { writer, _ in _ = try writer.insert(ProjectSettings.sample) }
  }

  @Test("a task that nobody shall judge", arguments: StoreUnderTest.allCases)
  func overlap(kind: StoreUnderTest) throws {
    try expectInconsistent(kind) { _ = try $0.insert($1.anotherTask(overlap: 0)) }
  }

  @Test("another order for a loan", arguments: StoreUnderTest.allCases)
  func orders(kind: StoreUnderTest) throws {
    try expectInconsistent(kind) {
      var loan = try $0.insert($1.loan(to: $1.ben))
      loan.order.swapAt(0, 1)
      try $0.update(loan)
    }
  }

  @Test("another text for a completion, but not its withdrawal", arguments: StoreUnderTest.allCases)
  func texts(kind: StoreUnderTest) throws {
    try expectInconsistent(kind) { writer, scene in
      var completion = scene.completions[0]
      completion.withdrawnAt = .start
      try writer.update(completion)
      #expect(try writer.find(completion.id)?.withdrawnAt == .start)
      completion.text += "\u{0}"
      try writer.update(completion)
    }
  }

  @Test(
    "nothing by half: what a failing transaction wrote is gone", arguments: StoreUnderTest.allCases)
  func rollback(kind: StoreUnderTest) throws {
    struct Failure: Error {}
    try kind.with { store in
      let scene = try store.write { try Scene(in: $0) }
      let before = try store.read { try snapshot(of: $0) }
      #expect(throws: Failure.self) {
        try store.write { writer in
          let loan = try writer.insert(scene.loan(to: scene.ben))
          _ = try writer.insert(scene.judgement(of: loan))
          var ben = scene.ben
          ben.state = .closed
          try writer.update(ben)
          try writer.record("test", actor: nil, on: "labeler", 1, at: .start)
          throw Failure()
        }
      }
      #expect(try store.read { try snapshot(of: $0) } == before)
      let again = try store.write { try $0.insert(scene.loan(to: scene.ben)) }
      #expect(again.id.number == 1)
    }
  }

  @Test("no more than drafts to be removed", arguments: StoreUnderTest.allCases)
  func drafts(kind: StoreUnderTest) throws {
    try kind.with { store in
      try store.write { writer in
        let scene = try Scene(in: writer)
        let loan = try writer.insert(scene.loan(to: scene.ben))
        let draft = Draft(assignmentID: loan.id, fields: [], sequence: 1, savedAt: .start)
        let first = try writer.insert(draft)
        #expect(try writer.draft(of: loan.id) == first)
        try writer.removeDraft(of: loan.id)
        try writer.removeDraft(of: loan.id)
        #expect(try writer.draft(of: loan.id) == nil)
        #expect(try writer.count(Draft.self) == 0)
        #expect(try writer.insert(draft).id == first.id)
      }
    }
  }

  private func expect(
    _ kind: StoreUnderTest, _ error: FeedbackError,
    when body: (any FeedbackWriter, Scene) throws -> Void
  ) throws {
    try kind.with { store in
      #expect(throws: error) {
        try store.write { writer in
          let scene = try Scene(in: writer)
          try body(writer, scene)
        }
      }
      let count = try store.read { try $0.count(Labeler.self) }
      #expect(count == 0)
    }
  }

  private func expectInconsistent(
    _ kind: StoreUnderTest, when body: (any FeedbackWriter, Scene) throws -> Void
  ) throws {
    try kind.with { store in
      let error = #expect(throws: FeedbackError.self) {
        try store.write { writer in
          let scene = try Scene(in: writer)
          try body(writer, scene)
        }
      }
      guard case .inconsistent = error else {
        Issue.record("another error: \(String(describing: error))")
        return
      }
    }
  }
}

/// Everything in a store, as text.
func snapshot(of reader: any FeedbackReader) throws -> [String] {
  func table<Fact: StoredFact>(_ kind: Fact.Type) throws -> [String] {
    try reader.all(kind).map { try JSONTree(encoding: $0).canonicalText }
  }
  return try table(ProjectSettings.self) + table(Guideline.self) + table(Labeler.self)
    + table(Credential.self) + table(Invitation.self) + table(Session.self)
    + table(LoginAttempt.self) + table(StoredPrompt.self) + table(StoredCompletion.self)
    + table(RewardScore.self) + table(TaskBatch.self) + table(LabelingTask.self)
    + table(Assignment.self) + table(Draft.self) + table(Judgement.self)
    + table(Adjudication.self) + table(QualityTag.self) + table(ExportRecord.self)
    + table(Event.self)
}
