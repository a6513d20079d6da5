import Testing

@testable import Feedback

@Suite("A judgement")
struct SubmissionTests {
  @Test("counts, completes its task and is told of whole", arguments: StoreUnderTest.allCases)
  func counted(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      scene.clock.pass(.seconds(40))
      let receipt = try scene.judge(loan, reason: "“It's” better\r\n\u{301}")
      #expect(receipt.standing == .counted)
      #expect(receipt.savedAt == scene.clock.now())
      let kept = try scene.now(loan)
      #expect(kept.state == .submitted && kept.activeMilliseconds == 30_000)
      #expect(try scene.task(of: loan).state == .complete)
      let event = try #require(try store.read { try $0.lastEvent() })
      #expect(event.kind == "judgement.submitted" && event.actorID == scene.ada)
      #expect(event.body.utf8.count > 200)
      #expect(try store.read { try $0.judgements(of: loan.id) } == [receipt.judgement])
    }
  }

  @Test(
    "is kept once however often its form is sent, whatever it says later",
    arguments: StoreUnderTest.allCases)
  func idempotent(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTasks(3)
      let loan = try scene.lend(to: scene.ada)
      let first = try scene.judge(loan, key: "same")
      for isReversed in [false, true] {
        let again = try scene.judge(loan, key: "same", isReversed: isReversed)
        #expect(again.standing == .repeated)
        #expect(again.judgement == first.judgement)
      }
      #expect(try store.read { try $0.count(Judgement.self) } == 1)
      let other = try scene.lend(to: scene.ada)
      #expect(throws: FeedbackError.self) { try scene.judge(other, key: "same") }
      let stranger = try scene.lend(to: scene.ben)
      #expect(throws: FeedbackError.self) { try scene.judge(stranger, key: "same") }
      #expect(throws: FeedbackError.self) { try scene.judge(other, key: "") }
    }
  }

  @Test("that comes late counts if a place is free", arguments: StoreUnderTest.allCases)
  func lateAndFree(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      scene.clock.pass(.seconds(5000))
      try store.write { try $0.expireLoans(at: scene.clock.now()) }
      #expect(try scene.judge(loan).standing == .counted)
    }
  }

  @Test(
    "that comes when others have the places is kept as surplus",
    arguments: StoreUnderTest.allCases)
  func surplus(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      scene.clock.pass(.seconds(901))
      let other = try scene.lend(to: scene.ben)
      #expect(try scene.judge(loan).standing == .surplus)
      #expect(try scene.task(of: loan).state == .open)
      #expect(try scene.judge(other).standing == .counted)
      #expect(try scene.now(loan).state == .surplus)
      #expect(try scene.judge(loan, key: "revised").standing == .surplus)
      #expect(try scene.desk.progress(of: scene.ada).surplusCount == 1)
      #expect(
        try scene.eventKinds().filter { $0.hasPrefix("judgement") } == [
          "judgement.surplus", "judgement.submitted", "judgement.revised",
        ])
    }
  }

  @Test(
    "that passes a task over needs a reason and frees the place",
    arguments: StoreUnderTest.allCases)
  func skipped(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let task = try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      func skip(_ reason: String, key: String) throws -> Receipt {
        try scene.desk.skip(
          loan.id, by: scene.ada, reason: reason, idempotencyKey: key, activeMilliseconds: 0)
      }
      #expect(
        throws: FeedbackError.invalidAnswer([
          AnswerProblem(.reason, "Say why you pass this task over.")
        ])
      ) { try skip(" \n", key: "a") }
      let receipt = try skip("I don't know bread.", key: "b")
      #expect(receipt.standing == .skipped && receipt.judgement.answer.ranks == [])
      let other = try scene.lend(to: scene.ben)
      #expect(other.taskID == task.id)
      #expect(throws: NothingLent.self) { try scene.lend(to: scene.ada) }
      // Who changes their mind gets the place back only if nobody has it.
      #expect(try scene.judge(loan, key: "c").standing == .surplus)
      _ = try scene.desk.skip(
        other.id, by: scene.ben, reason: "Nor I.", idempotencyKey: "d", activeMilliseconds: 0)
      #expect(try scene.judge(loan, key: "e").standing == .revised)
      #expect(try scene.task(of: loan).state == .complete)
    }
  }

  @Test("can be changed while it is among the labeler's latest", arguments: StoreUnderTest.allCases)
  func revised(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store) {
        $0.goldEvery = 0
        $0.undoCount = 2
      }
      try scene.addTasks(3)
      let first = try scene.lend(to: scene.ada)
      try scene.judge(first)
      scene.clock.pass(.seconds(10))
      try scene.judge(try scene.lend(to: scene.ada))
      let revision = try scene.judge(first, key: "again", isReversed: true)
      #expect(revision.standing == .revised && revision.judgement.revision == 2)
      scene.clock.pass(.seconds(10))
      try scene.judge(try scene.lend(to: scene.ada))
      #expect(throws: FeedbackError.refused("only your latest 2 judgements can be changed")) {
        try scene.judge(first, key: "too late")
      }
      let recent = try scene.desk.recent(of: scene.ada)
      #expect(recent.map(\.isRevisable) == [true, true, false])
      #expect(recent.last?.judgement == revision.judgement)
      #expect(recent.last?.promptStart == "Open question 1")
      #expect(try scene.desk.progress(of: scene.ada).todayCount == 3)
    }
  }

  @Test(
    "is in the end what was last said, whatever was clicked before",
    arguments: StoreUnderTest.allCases)
  func randomClicks(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask(overlap: 2)
      let loan = try scene.lend(to: scene.ada)
      var generator = SystemRandomNumberGenerator()
      var last: [RankedCompletion] = []
      for click in 1...30 {
        let ranks = loan.order.map {
          RankedCompletion($0, rank: Int.random(in: 1...5, using: &generator))
        }
        let receipt = try scene.desk.submit(
          loan.id, by: scene.ada, answer: Answer(ranks: ranks.shuffled()),
          idempotencyKey: "click \(click)", activeMilliseconds: 0)
        // Ranks are made dense: as many as are used, without gaps.
        let used = Set(ranks.map(\.rank)).sorted()
        last = ranks.map { place in
          RankedCompletion(
            place.completionID, rank: (used.firstIndex(of: place.rank) ?? -1) + 1)
        }
        #expect(receipt.judgement.revision == click)
      }
      let judgements = try store.read { try $0.judgements(of: loan.id) }
      #expect(judgements.count == 30)
      #expect(judgements.last?.answer.ranks == last)
    }
  }

  @Test("tells whether the order was left as it was shown", arguments: StoreUnderTest.allCases)
  func unchangedOrder(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      func isUnchanged(_ ranks: [Int], _ key: String) throws -> Bool {
        try scene.desk.submit(
          loan.id, by: scene.ada,
          answer: Answer(ranks: zip(loan.order, ranks).map { RankedCompletion($0, rank: $1) }),
          idempotencyKey: key, activeMilliseconds: 0
        ).judgement.isUnchangedOrder
      }
      #expect(try isUnchanged([1, 2, 3], "a"))
      #expect(try !isUnchanged([1, 3, 2], "b"))
      #expect(try !isUnchanged([1, 1, 2], "c"))
      #expect(try !isUnchanged([1, 2], "d"))
    }
  }

  @Test(
    "keeps what the labeler wrote as a completion of their own",
    arguments: StoreUnderTest.allCases)
  func written(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let demonstration = try scene.addTask("Write!", .demonstration, completions: [], priority: 1)
      let edit = try scene.addTask("Correct!", .edit, completions: ["Teh answer"])
      func write(_ text: String, _ loan: Assignment, _ key: String) throws -> StoredCompletion {
        let receipt = try scene.desk.submit(
          loan.id, by: scene.ada, answer: Answer(text: text), idempotencyKey: key,
          activeMilliseconds: 0)
        let id = try #require(receipt.judgement.writtenCompletionID)
        return try store.read { try $0.required(id, "completion") }
      }
      let first = try scene.lend(to: scene.ada)
      let text = try write("  My answer.\n", first, "a")
      #expect(text.text == "  My answer.\n" && text.origin == .person)
      #expect(text.authorID == scene.ada && text.promptID == demonstration.promptID)
      #expect(try write("  My answer.\n", first, "b") == text)
      #expect(try write("Another.", first, "c") != text)
      let corrected = try write("The answer", try scene.lend(to: scene.ada), "d")
      #expect(corrected.origin == .edited && corrected.parentID == edit.completionIDs[0])
    }
  }

  @Test("of another labeler's task is not even refused", arguments: StoreUnderTest.allCases)
  func foreign(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      let loan = try scene.lend(to: scene.ada)
      let missing = FeedbackError.notFound("task \(loan.id) for you")
      #expect(throws: missing) { try scene.desk.workspace(loan.id, for: scene.ben) }
      #expect(throws: missing) {
        try scene.desk.extendLease(loan.id, for: scene.ben, activeMilliseconds: 0)
      }
      #expect(throws: missing) {
        try scene.desk.saveDraft(
          loan.id, for: scene.ben, fields: [], sequence: 1, activeMilliseconds: 0)
      }
      #expect(throws: missing) {
        try scene.desk.submit(
          loan.id, by: scene.ben, answer: Answer(), idempotencyKey: "x", activeMilliseconds: 0)
      }
      #expect(throws: FeedbackError.notFound("task 99 for you")) {
        try scene.desk.workspace(Identifier(99), for: scene.ada)
      }
    }
  }

  @Test("is given without knowing who wrote what", arguments: StoreUnderTest.allCases)
  func blind(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store) { $0.goldEvery = 1 }
      try scene.addTask("Open")
      try scene.addTask("Known", isGold: true)
      let loan = try scene.lend(to: scene.ada)
      let space = try scene.desk.workspace(loan.id, for: scene.ada)
      #expect(try scene.task(of: loan).gold != nil, "the first is a known one here")
      #expect(space.task.gold == nil && space.task.completionIDs == loan.order)
      #expect(space.completions.map(\.id) == loan.order)
      #expect(!"\(space)".contains("secret-model") && !"\(space)".contains("beef"))
      #expect(!"\(space)".contains("ranks 1 2 3") && !"\(space)".contains("c0ffee"))
      #expect(try scene.now(loan).openedAt == scene.clock.now())
    }
  }
}
