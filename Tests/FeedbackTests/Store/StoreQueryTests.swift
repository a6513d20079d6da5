import Testing

@testable import Feedback

@Suite("A store, in memory and on disk, finds")
struct StoreQueryTests {
  @Test("accounts, sessions and attempts", arguments: StoreUnderTest.allCases)
  func people(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      #expect(try writer.labeler(handle: "aDA")?.id == scene.ada.id)
      #expect(try writer.labeler(handle: "ada\u{0}") == nil)
      #expect(try writer.labeler(handle: "ädä") == nil)
      let credential = try writer.insert(
        Credential(labelerID: scene.ben.id, passwordHash: "h", changedAt: .start))
      #expect(try writer.credential(of: scene.ben.id) == credential)
      #expect(try writer.credential(of: scene.ada.id) == nil)
      var sessions = try ["one", "two", "three"].map {
        try writer.insert(
          Session(
            tokenHash: $0, labelerID: scene.ben.id, formToken: "f", role: .labeler,
            createdAt: .start, idleExpiresAt: .start, expiresAt: .start))
      }
      sessions[1].revokedAt = .start
      try writer.update(sessions[1])
      #expect(try writer.session(tokenHash: "two") == sessions[1])
      #expect(try writer.openSessions(of: scene.ben.id) == [sessions[0], sessions[2]])
      for (seconds, succeeded) in [(0, false), (1, false), (2, true), (3, false)] {
        _ = try writer.insert(
          LoginAttempt(
            handleHash: "h", addressPrefix: "10.0.0", at: .start + .seconds(seconds),
            succeeded: succeeded))
      }
      let since = Timestamp.start + .seconds(1)
      #expect(try writer.failedLogins(handleHash: "h", since: since) == 2)
      #expect(try writer.failedLogins(handleHash: "g", since: since) == 0)
      #expect(try writer.failedLogins(addressPrefix: "10.0.0", since: .start) == 3)
    }
  }

  @Test("texts and guidelines", arguments: StoreUnderTest.allCases)
  func texts(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      #expect(try writer.prompt(sha256: scene.prompt.sha256) == scene.prompt)
      #expect(try writer.prompt(sha256: "") == nil)
      #expect(try writer.completions(of: scene.prompt.id) == scene.completions)
      _ = try writer.insert(Guideline(version: 3, text: "c", sha256: "c", createdAt: .start))
      _ = try writer.insert(Guideline(version: 2, text: "b", sha256: "b", createdAt: .start))
      #expect(try writer.currentGuideline().text == "c")
      let invitation = try writer.insert(
        Invitation(tokenHash: "t", role: .labeler, createdAt: .start, expiresAt: .start))
      #expect(try writer.invitation(tokenHash: "t") == invitation)
    }
  }

  @Test("tasks by batch, state and completion", arguments: StoreUnderTest.allCases)
  func tasks(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      var second = try writer.insert(scene.anotherTask())
      second.state = .disputed
      try writer.update(second)
      #expect(try writer.tasks(of: scene.batch.id) == [scene.task, second])
      #expect(try writer.tasks(of: Identifier(9)).isEmpty)
      #expect(try writer.tasks(in: .disputed) == [second])
      var third = scene.anotherTask()
      third.completionIDs = [scene.completions[2].id]
      third = try writer.insert(third)
      #expect(try writer.tasks(showing: scene.completions[2].id) == [scene.task, second, third])
      #expect(try writer.tasks(showing: scene.completions[0].id) == [scene.task, second])
    }
  }

  @Test("loans by task, labeler, state and time", arguments: StoreUnderTest.allCases)
  func loans(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let first = try writer.insert(scene.loan(to: scene.ada, minutes: 10))
      let second = try writer.insert(scene.loan(to: scene.ben, minutes: 5))
      #expect(try writer.assignments(of: scene.task.id) == [first, second])
      #expect(try writer.assignments(of: scene.ben.id, in: .leased) == [second])
      #expect(try writer.assignments(of: scene.ben.id, in: .expired).isEmpty)
      let later = Timestamp.start + .seconds(300)
      #expect(try writer.overdueAssignments(at: later) == [second])
      #expect(try writer.overdueAssignments(at: later - .milliseconds(1)).isEmpty)
      #expect(try writer.overdueAssignments(at: later + .seconds(300)) == [first, second])
    }
  }

  @Test("what a labeler finished, the latest first", arguments: StoreUnderTest.allCases)
  func finished(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let states: [(Assignment.State, Int?)] = [
        (.submitted, 5), (.skipped, 9), (.surplus, 7), (.leased, nil), (.expired, nil),
        (.submitted, 9), (.skipped, nil),
      ]
      for (state, seconds) in states {
        var loan = scene.loan(of: try writer.insert(scene.anotherTask()), to: scene.ben)
        loan.state = state
        loan.submittedAt = seconds.map { .start + .seconds($0) }
        _ = try writer.insert(loan)
      }
      let found = try writer.finishedAssignments(of: scene.ben.id, limit: 20)
      #expect(found.map(\.id.number) == [6, 2, 3, 1, 7])
      let two = try writer.finishedAssignments(of: scene.ben.id, limit: 2)
      #expect(two.map(\.id.number) == [6, 2])
      #expect(try writer.finishedAssignments(of: scene.ada.id, limit: 20).isEmpty)
    }
  }

  @Test("tasks that are free, by priority and number", arguments: StoreUnderTest.allCases)
  func available(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let low = try writer.insert(scene.anotherTask(priority: -1))
      let high = try writer.insert(scene.anotherTask(overlap: 1, priority: 3))
      let gold = try writer.insert(
        scene.anotherTask(gold: GoldAnswer(ranks: [], explanation: "")))
      func free(_ labeler: Labeler, limit: Int = 9) throws -> [Int64] {
        try writer.availableTasks(for: labeler.id, gold: false, limit: limit).map(\.id.number)
      }
      #expect(try free(scene.ben) == [high, scene.task, low].map(\.id.number))
      #expect(try free(scene.ben, limit: 1) == [high.id.number])
      let golden = try writer.availableTasks(for: scene.ben.id, gold: true, limit: 9)
      #expect(golden == [gold])

      // Taken by Ada: of no more use to her, and full where one judgement is enough.
      var loan = try writer.insert(scene.loan(of: high, to: scene.ada))
      _ = try writer.insert(scene.loan(to: scene.ada))
      #expect(try free(scene.ada) == [low.id.number])
      #expect(try free(scene.ben) == [scene.task, low].map(\.id.number))
      for (state, isFree) in [
        (Assignment.State.submitted, false), (.expired, true), (.skipped, true), (.surplus, true),
      ] {
        loan.state = state
        try writer.update(loan)
        #expect(try free(scene.ben).contains(high.id.number) == isFree)
        #expect(try !free(scene.ada).contains(high.id.number))
      }
      var closed = low
      closed.state = .complete
      try writer.update(closed)
      #expect(try free(scene.ben) == [high, scene.task].map(\.id.number))
    }
  }

  @Test("no task in which something is the labeler's own", arguments: StoreUnderTest.allCases)
  func ownWork(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let prompt = try writer.insert(StoredPrompt.sample("by Ben", author: scene.ben.id))
      let mine = try writer.insert(
        StoredCompletion.sample("by Ada", of: scene.prompt.id, author: scene.ada.id))
      var byBen = scene.anotherTask()
      byBen.promptID = prompt.id
      var byAda = scene.anotherTask()
      byAda.completionIDs.append(mine.id)
      let (first, second) = (try writer.insert(byBen), try writer.insert(byAda))
      let forBen = try writer.availableTasks(for: scene.ben.id, gold: false, limit: 9)
      #expect(forBen == [scene.task, second])
      let forAda = try writer.availableTasks(for: scene.ada.id, gold: false, limit: 9)
      #expect(forAda == [scene.task, first])
    }
  }

  @Test("the middle of the latest times", arguments: StoreUnderTest.allCases)
  func medians(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      #expect(try writer.medianActiveMilliseconds(of: .ranking) == nil)
      for (milliseconds, state) in [
        (50, Assignment.State.submitted), (10, .submitted), (30, .submitted), (20, .submitted),
        (99, .leased), (98, .surplus),
      ] {
        var loan = scene.loan(of: try writer.insert(scene.anotherTask()), to: scene.ben)
        loan.state = state
        loan.activeMilliseconds = milliseconds
        _ = try writer.insert(loan)
      }
      #expect(try writer.medianActiveMilliseconds(of: .ranking) == 20)
      #expect(try writer.medianActiveMilliseconds(of: .pair) == nil)
    }
  }

  @Test("judgements by loan, key and revision", arguments: StoreUnderTest.allCases)
  func judgements(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let loan = try writer.insert(scene.loan(to: scene.ben))
      let other = try writer.insert(scene.loan(to: scene.ada))
      let second = try writer.insert(scene.judgement(of: loan, revision: 2, key: "b"))
      let first = try writer.insert(scene.judgement(of: loan, revision: 1, key: "a"))
      let third = try writer.insert(scene.judgement(of: other, revision: 1, key: "c"))
      #expect(try writer.judgements(of: loan.id) == [first, second])
      #expect(try writer.judgement(idempotencyKey: "b") == second)
      #expect(try writer.judgement(idempotencyKey: "z") == nil)
      #expect(try writer.currentJudgements() == [second, third])
    }
  }

  @Test("decisions, marks and events", arguments: StoreUnderTest.allCases)
  func decisions(kind: StoreUnderTest) throws {
    try with(kind) { writer, scene in
      let decisions = try ["first", "second"].map {
        try writer.insert(
          Adjudication(
            taskID: scene.task.id, adjudicatorID: scene.ada.id, answer: Answer(), cause: .taste,
            note: $0, createdAt: .start))
      }
      #expect(try writer.adjudications(of: scene.task.id) == decisions)
      var marks = try ["speed", "gold"].map {
        try writer.insert(
          QualityTag(on: .labeler, 1, name: $0, reason: "", excludes: false, createdAt: .start))
      }
      marks[0].liftedAt = .start
      try writer.update(marks[0])
      #expect(try writer.tags(on: .labeler, 1) == [marks[1]])
      #expect(try writer.tags(on: .task, 1).isEmpty)
      for number in 1...3 {
        try writer.record("test", actor: nil, on: "task", Int64(number), at: .start)
      }
      #expect(try writer.lastEvent()?.targetNumber == 3)
      let events = try writer.events(after: Identifier(1), limit: 2)
      #expect(events.map(\.id.number) == [2, 3])
    }
  }

  private func with(
    _ kind: StoreUnderTest, _ body: (any FeedbackWriter, Scene) throws -> Void
  ) throws {
    try kind.with { store in try store.write { try body($0, try Scene(in: $0)) } }
  }
}
