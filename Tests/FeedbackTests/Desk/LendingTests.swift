import Foundation
import Runs
import Testing

@testable import Feedback

@Suite("A task is lent")
struct LendingTests {
  @Test("in an order that is stored with its seed", arguments: StoreUnderTest.allCases)
  func order(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let task = try scene.addTask(completions: (1...9).map { "Completion \($0)" }, overlap: 3)
      let loans = try scene.labelers.map { try scene.lend(to: $0.id) }
      for loan in loans {
        var generator = SeededGenerator(seed: loan.orderSeed)
        #expect(loan.order == task.completionIDs.shuffled(using: &generator))
      }
      #expect(Set(loans.map(\.order)).count == 3)
      #expect(try scene.eventKinds().count { $0 == "task.leased" } == 3)
      #expect(try store.read { try verifyEventChain($0) }.isWhole)
    }
  }

  @Test("again to who has it, before anything else", arguments: StoreUnderTest.allCases)
  func again(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTasks(2)
      let first = try scene.lend(to: scene.ada)
      #expect(try scene.lend(to: scene.ada) == first)
      #expect(try scene.desk.lent(to: scene.ada).map(\.assignment) == [first])
    }
  }

  @Test("to no more labelers than it asks for", arguments: StoreUnderTest.allCases)
  func overlap(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask(overlap: 2)
      let loan = try scene.lend(to: scene.ada)
      _ = try scene.lend(to: scene.ben)
      let nothing = NothingToDo(
        reason: .allLent(nextFreeAt: loan.leaseExpiresAt), openTaskCount: 1)
      #expect(try scene.desk.next(for: scene.cyd) == .nothing(nothing))
    }
  }

  @Test("the most urgent one first", arguments: StoreUnderTest.allCases)
  func priority(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask("Later")
      let urgent = try scene.addTask("Now", priority: 2)
      #expect(try scene.lend(to: scene.ada).taskID == urgent.id)
    }
  }

  @Test("never to who wrote a part of it", arguments: StoreUnderTest.allCases)
  func own(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask("My prompt", promptAuthor: scene.ada)
      try scene.addTask("My completion", author: scene.ada)
      let nothing = NothingToDo(reason: .onlyOwn, openTaskCount: 2)
      #expect(try scene.desk.next(for: scene.ada) == .nothing(nothing))
      _ = try scene.lend(to: scene.ben)
    }
  }

  @Test("to nobody who is paused, looks on or left", arguments: StoreUnderTest.allCases)
  func accounts(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask()
      var (ada, ben, cyd) = (scene.labelers[0], scene.labelers[1], scene.labelers[2])
      ada.state = .paused
      ben.role = .auditor
      cyd.state = .closed
      try store.write { for account in [ada, ben, cyd] { try $0.update(account) } }
      let nothing = NothingToDo(reason: .paused, openTaskCount: 1)
      #expect(try scene.desk.next(for: ada.id) == .nothing(nothing))
      #expect(throws: FeedbackError.self) { try scene.desk.next(for: ben.id) }
      #expect(throws: FeedbackError.self) { try scene.desk.next(for: cyd.id) }
      #expect(throws: FeedbackError.notFound("account 99")) {
        try scene.desk.next(for: Identifier(99))
      }
    }
  }

  @Test("only while nothing of it was taken out of use", arguments: StoreUnderTest.allCases)
  func showable(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let leaking = try (1...6).map { try scene.addTask("Leaking \($0)", priority: 1) }
      let clean = try scene.addTask("Clean")
      let tags = try store.write { writer in
        try leaking.map { task in
          try writer.mark(
            .completion, task.completionIDs[1].number, "identity-leak", "I am Claude",
            excludes: true, at: .start)
        }
      }
      let loan = try scene.lend(to: scene.ada)
      #expect(loan.taskID == clean.id)
      let nothing = NothingToDo(
        reason: .allLent(nextFreeAt: loan.leaseExpiresAt), openTaskCount: 7)
      #expect(try scene.desk.next(for: scene.ben) == .nothing(nothing))
      var lifted = tags[2]
      lifted.liftedAt = .start
      try store.write { try $0.update(lifted) }
      #expect(try scene.lend(to: scene.ben).taskID == leaking[2].id)
    }
  }

  @Test("and the reason is told where there is none", arguments: StoreUnderTest.allCases)
  func reasons(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      func reason(_ labeler: Identifier<Labeler>) throws -> NothingToDo? {
        if case .nothing(let nothing) = try scene.desk.next(for: labeler) { nothing } else { nil }
      }
      #expect(try reason(scene.ada) == NothingToDo(reason: .noTasks, openTaskCount: 0))
      try scene.addTask("Known", isGold: true)
      #expect(try reason(scene.ada) == NothingToDo(reason: .noTasks, openTaskCount: 0))
      try scene.addTask("Open", overlap: 2)
      try scene.judge(try scene.lend(to: scene.ada))
      #expect(try reason(scene.ada) == NothingToDo(reason: .allDone, openTaskCount: 1))
      try scene.judge(try scene.lend(to: scene.ben))
      #expect(try reason(scene.cyd) == NothingToDo(reason: .allDone, openTaskCount: 0))
    }
  }

  @Test(
    "for three times as long as most take, within bounds",
    arguments: [
      (seconds: 1, lease: 900), (seconds: 400, lease: 1200), (seconds: 5000, lease: 3600),
    ])
  func duration(seconds: Int, lease: Int) throws {
    let store = try MemoryStore(settings: .sample, guideline: "", now: .start)
    let scene = try LabelingScene(store)
    try scene.addTasks(2)
    let first = try scene.lend(to: scene.ada)
    #expect(first.leaseExpiresAt - first.leasedAt == .seconds(900))
    scene.clock.pass(.seconds(seconds))
    _ = try scene.desk.skip(
      first.id, by: scene.ada, reason: "no", idempotencyKey: "a", activeMilliseconds: 1)
    let second = try scene.lend(to: scene.ben)
    _ = try scene.desk.submit(
      second.id, by: scene.ben,
      answer: Answer(ranks: second.order.map { RankedCompletion($0, rank: 1) }),
      idempotencyKey: "b", activeMilliseconds: 1)
    // A judgement whose time is known decides from here on.
    var timed = try scene.now(second)
    timed.activeMilliseconds = seconds * 1000
    try store.write { try $0.update(timed) }
    let third = try scene.lend(to: scene.cyd)
    #expect(third.leaseExpiresAt - third.leasedAt == .seconds(lease))
  }

  @Test(
    "again to the same labeler after the time ran out, if a place is free",
    arguments: StoreUnderTest.allCases)
  func revived(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask("First")
      try scene.addTask("Second")
      let loan = try scene.lend(to: scene.ada)
      scene.clock.pass(.seconds(901))
      let other = try scene.lend(to: scene.ada)
      #expect(other.taskID != loan.taskID, "what is new comes before what was let go")
      #expect(try scene.now(loan).state == .expired)
      try scene.judge(other)
      let back = try scene.lend(to: scene.ada)
      #expect(back.id == loan.id && back.order == loan.order && back.state == .leased)
      scene.clock.pass(.seconds(901))
      #expect(try scene.lend(to: scene.ben).taskID == loan.taskID)
      #expect(throws: NothingLent.self) { try scene.lend(to: scene.ada) }
    }
  }

  @Test("first of all again where a draft was left", arguments: StoreUnderTest.allCases)
  func draftRevived(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTasks(2)
      let loan = try scene.lend(to: scene.ada)
      _ = try scene.desk.saveDraft(
        loan.id, for: scene.ada, fields: [Draft.Field("reason", "so far")], sequence: 1,
        activeMilliseconds: 5)
      scene.clock.pass(.seconds(2000))
      #expect(try scene.lend(to: scene.ada).id == loan.id)
      let space = try scene.desk.workspace(loan.id, for: scene.ada)
      #expect(space.draft?.fields == [Draft.Field("reason", "so far")])
    }
  }
}
