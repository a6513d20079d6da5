import Datasets
import Testing

@testable import Feedback

@Suite("A store, in memory and on disk,")
struct StoreContractTests {
  @Test("begins with its settings, a guideline and one event", arguments: StoreUnderTest.allCases)
  func beginning(kind: StoreUnderTest) throws {
    try kind.with { store in
      try store.read { reader in
        var expected = ProjectSettings.sample
        expected.id = Identifier(1)
        let settings = try reader.settings()
        #expect(settings == expected)
        let guideline = try reader.currentGuideline()
        #expect(guideline.text == "Prefer the truth.")
        #expect(guideline.version == 1)
        let events = try reader.all(Event.self)
        #expect(events.map(\.kind) == ["store.created"])
      }
    }
  }

  @Test("gives back every kind of fact as it was put in", arguments: StoreUnderTest.allCases)
  func everyFact(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try store.write { try Scene(in: $0) }
      try expectRoundTrip(in: store, scene.ada, scene.prompt, scene.task)
      for completion in scene.completions { try expectSame(completion, in: store) }
      try expectSame(scene.batch, in: store)
      try store.write { writer in
        let loan = try writer.insert(scene.loan(to: scene.ben))
        let facts: [any StoredFact] = [
          scene.judgement(of: loan, reason: "« why »\n\"so\" \\ \u{1F35E}"),
          Draft(
            assignmentID: loan.id, fields: [.init("rank-1", "2"), .init("", "\r\n")], sequence: 3,
            savedAt: .start),
          Adjudication(
            taskID: scene.task.id, adjudicatorID: scene.ada.id,
            answer: Answer(verdict: .noneAcceptable), cause: .guidelineGap, note: "",
            createdAt: .start),
          QualityTag(
            on: .task, scene.task.id.number, name: "speed", reason: "too fast", excludes: true,
            createdAt: .start),
          RewardScore(
            completionID: scene.completions[0].id, rewardModel: "m", score: -0.1 + 0.3,
            createdAt: .start),
          ExportRecord(
            at: .start, format: "standard", filter: "{}", rowCount: 0, sha256: "00",
            lastEventID: Identifier(1), path: "rows.jsonl"),
          Credential(labelerID: scene.ben.id, passwordHash: "$scrypt$", changedAt: .start),
          Invitation(
            tokenHash: "a", role: .auditor, allowedUses: 3, createdAt: .start, expiresAt: .start,
            authorID: scene.ada.id),
          Session(
            tokenHash: "b", labelerID: scene.ben.id, formToken: "c", role: .labeler,
            createdAt: .start, idleExpiresAt: .start, expiresAt: .start + .seconds(9)),
          LoginAttempt(handleHash: "d", addressPrefix: "127.0.0", at: .start, succeeded: true),
          Guideline(version: 2, text: "Be kind.", sha256: "e", createdAt: .start),
        ]
        for fact in facts { try insertAndCompare(fact, writer) }
      }
    }
  }

  @Test("keeps numbers and texts exactly", arguments: StoreUnderTest.allCases)
  func exactValues(kind: StoreUnderTest) throws {
    try kind.with { store in
      var prompt = StoredPrompt.sample("x")
      prompt.turns = [
        Message(role: "user", content: "a\u{0}b\u{1F}\u{7F}\u{2028}e\u{301}é\r\n\"'\\"),
        Message(role: "assistant", content: "\u{202E}\u{FEFF}"),
      ]
      prompt.source = "NUL\u{0}inside"
      let stored = try store.write { try $0.insert(prompt) }
      let found = try #require(try store.read { try $0.find(stored.id) })
      #expect(found.source.utf8.elementsEqual(prompt.source.utf8))
      for (first, second) in zip(found.turns, prompt.turns) {
        #expect(first.content.utf8.elementsEqual(second.content.utf8))
      }
      let scene = try store.write { try Scene(in: $0) }
      for seed: UInt64 in [0, 1, 1 << 63, .max] {
        let loan = try store.write { writer in
          var loan = scene.loan(of: try writer.insert(scene.anotherTask()), to: scene.ben)
          loan.orderSeed = seed
          return try writer.insert(loan)
        }
        #expect(try store.read { try $0.find(loan.id) }?.orderSeed == seed)
      }
      for score in [0.1, -0.0, 1e-300, .greatestFiniteMagnitude, 3.0] {
        let kept = try store.write {
          try $0.insert(
            RewardScore(
              completionID: scene.completions[0].id, rewardModel: "m", score: score,
              createdAt: .start))
        }
        #expect(try store.read { try $0.find(kept.id) }?.score == score)
      }
    }
  }

  @Test("numbers facts from 1 and lists them in that order", arguments: StoreUnderTest.allCases)
  func numbering(kind: StoreUnderTest) throws {
    try kind.with { store in
      let inserted = try store.write { writer in
        try ["c", "a", "b"].map { try writer.insert(StoredPrompt.sample($0)) }
      }
      #expect(inserted.map(\.id.number) == [1, 2, 3])
      try store.read { reader in
        let all = try reader.all(StoredPrompt.self)
        #expect(all == inserted)
        #expect(try reader.count(StoredPrompt.self) == 3)
        #expect(try reader.count(LabelingTask.self) == 0)
        #expect(try reader.find(Identifier<StoredPrompt>(4)) == nil)
        #expect(try reader.find(Identifier<StoredPrompt>.unassigned) == nil)
      }
    }
  }

  @Test("changes a fact as a whole, also back to nothing", arguments: StoreUnderTest.allCases)
  func updating(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try store.write { try Scene(in: $0) }
      var task = scene.task
      for gold in [GoldAnswer(ranks: [], explanation: "known"), nil] {
        task.gold = gold
        task.priority += 0.5
        task.state = .complete
        let changed = task
        try store.write { try $0.update(changed) }
        #expect(try store.read { try $0.find(changed.id) } == changed)
      }
      #expect(throws: FeedbackError.self) {
        try store.write { writer in
          var missing = scene.task
          missing.id = Identifier(99)
          try writer.update(missing)
        }
      }
    }
  }

  private func expectRoundTrip<each Fact: StoredFact>(
    in store: any FeedbackStore, _ facts: repeat each Fact
  ) throws {
    repeat try expectSame(each facts, in: store)
  }

  private func expectSame<Fact: StoredFact>(_ fact: Fact, in store: any FeedbackStore) throws {
    #expect(try store.read { try $0.find(fact.id) } == fact)
  }

  private func insertAndCompare<Fact: StoredFact>(
    _ fact: Fact, _ writer: any FeedbackWriter
  ) throws {
    let inserted = try writer.insert(fact)
    var expected = fact
    expected.id = inserted.id
    #expect(inserted == expected)
    #expect(try writer.find(inserted.id) == expected)
  }
}
