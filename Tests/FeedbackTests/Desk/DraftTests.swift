import Testing

@testable import Feedback

@Suite("A draft")
struct DraftTests {
  @Test(
    "is never replaced by an older one, in whatever order they come",
    arguments: StoreUnderTest.allCases)
  func law(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      var newest = 0
      for sequence in (1...40).shuffled() {
        newest = max(newest, sequence)
        let saved = try scene.desk.saveDraft(
          loan.id, for: scene.ada, fields: [Draft.Field("reason", "\(sequence)")],
          sequence: sequence, activeMilliseconds: 0)
        #expect(saved.isCurrent == (sequence == newest))
        let draft = try #require(try store.read { try $0.draft(of: loan.id) })
        #expect(draft.sequence == newest && draft.fields[0].value == "\(newest)")
      }
      try scene.judge(loan)
      #expect(try store.read { try $0.draft(of: loan.id) } == nil)
    }
  }

  @Test("lengthens the loan, which is never shortened", arguments: StoreUnderTest.allCases)
  func lengthens(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      scene.clock.pass(.seconds(600))
      let saved = try scene.desk.saveDraft(
        loan.id, for: scene.ada, fields: [], sequence: 1, activeMilliseconds: 20_000)
      #expect(saved.leaseExpiresAt == .start + .seconds(1500))
      scene.clock.pass(.seconds(-3600))
      let end = try scene.desk.extendLease(loan.id, for: scene.ada, activeMilliseconds: 30_000)
      #expect(end == .start + .seconds(1500))
      #expect(try scene.lend(to: scene.ada).id == loan.id)
      try scene.judge(loan)
      #expect(try scene.now(loan).activeMilliseconds == 30_000)
    }
  }

  @Test(
    "of a loan that ran out is kept, and the loan comes back only if a place is free",
    arguments: StoreUnderTest.allCases)
  func expired(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      func save(_ sequence: Int) throws -> SavedDraft {
        try scene.desk.saveDraft(
          loan.id, for: scene.ada, fields: [], sequence: sequence, activeMilliseconds: 0)
      }
      scene.clock.pass(.seconds(1000))
      let other = try scene.lend(to: scene.ben)
      #expect(
        try save(1)
          == SavedDraft(
            savedAt: scene.clock.now(), leaseExpiresAt: loan.leaseExpiresAt, isCurrent: true))
      _ = try scene.desk.skip(
        other.id, by: scene.ben, reason: "no", idempotencyKey: "s", activeMilliseconds: 0)
      #expect(try save(2).leaseExpiresAt == scene.clock.now() + .seconds(900))
      #expect(try scene.now(loan).state == .leased)
    }
  }

  @Test("of more than a mebibyte is refused")
  func tooLong() throws {
    let store = try MemoryStore(settings: .sample, guideline: "", now: .start)
    let scene = try LabelingScene(store)
    try scene.addTask()
    let loan = try scene.lend(to: scene.ada)
    let field = Draft.Field("text", String(repeating: "a", count: 1 << 20))
    #expect(throws: FeedbackError.self) {
      try scene.desk.saveDraft(
        loan.id, for: scene.ada, fields: [field], sequence: 1, activeMilliseconds: 0)
    }
  }

  @Test(
    "Active time is bounded by the time that passed and by the gap that counts",
    arguments: [
      (reported: 10_000, known: 0, passed: 60, expected: 10_000),
      (reported: 900_000, known: 0, passed: 60, expected: 60_000),
      (reported: 5000, known: 8000, passed: 60, expected: 8000),
      (reported: -5, known: 0, passed: 600, expected: 60_000),
      (reported: 0, known: 0, passed: 20, expected: 20_000),
      (reported: 7000, known: 0, passed: -3600, expected: 7000),
      (reported: 0, known: 0, passed: -3600, expected: 0),
      (reported: .max, known: 0, passed: -3600, expected: 3_600_000),
    ])
  func activeTime(reported: Int, known: Int, passed: Int, expected: Int) {
    var loan = Assignment(
      taskID: Identifier(1), labelerID: Identifier(1), order: [], orderSeed: 1,
      guidelineID: Identifier(1), leasedAt: .start, leaseExpiresAt: .start)
    loan.activeMilliseconds = known
    let time = loan.activeTime(
      reported: reported, at: .start + .seconds(passed), longestLease: 3600)
    #expect(time == expected)
  }
}
