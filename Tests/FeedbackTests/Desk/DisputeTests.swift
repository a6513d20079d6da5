import Testing

@testable import Feedback

@Suite("A dispute")
struct DisputeTests {
  private static let ids = (1...4).map { Identifier<StoredCompletion>($0) }

  private static func order(_ ranks: Int...) -> Answer {
    Answer(ranks: zip(ids, ranks).map { RankedCompletion($0, rank: $1) })
  }

  private static func marks(_ values: Int...) -> Answer {
    Answer(ratings: zip(ids, values).map { Answer.Rating($0, axis: "helpful", value: $1) })
  }

  @Test(
    "is where orders run against each other",
    arguments: [
      (LabelingTask.Kind.pair, [order(1, 2), order(2, 1)], true),
      (.pair, [order(1, 2), order(1, 2), order(2, 1)], true),
      (.pair, [order(1, 2), order(1, 1)], false),
      (.pair, [order(1, 2), Answer(verdict: .noneAcceptable)], true),
      (.ranking, [order(1, 2, 3, 4), order(1, 2, 4, 3)], false),
      (.ranking, [order(1, 2, 3, 4), order(4, 3, 2, 1)], true),
      (.ranking, [order(1, 2, 3), order(2, 3, 1)], true),
      (.ranking, [order(1, 1, 1), order(1, 2, 3)], false),
      (.rating, [marks(7, 3), marks(6, 2)], false),
      (.rating, [marks(5, 4), marks(4, 5)], true),
      (.rating, [marks(7, 3), marks(3, 2)], true),
      (.demonstration, [Answer(text: "a"), Answer(text: "b")], false),
      (.ranking, [order(1, 2, 3)], false),
    ])
  func contradictions(kind: LabelingTask.Kind, answers: [Answer], isDisputed: Bool) {
    #expect(areContradictory(answers, kind: kind) == isDisputed)
  }

  @Test("shows every side and ends with a decision", arguments: StoreUnderTest.allCases)
  func settled(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      let task = try scene.addTask(overlap: 2)
      let loans = [try scene.lend(to: scene.ada), try scene.lend(to: scene.ben)]
      try scene.judge(loans[0])
      try scene.judge(loans[1], isReversed: true)
      #expect(try scene.task(of: loans[0]).state == .disputed)
      let judge = try store.write {
        try $0.insert(
          Labeler(handle: "judge", displayName: "Judge", role: .adjudicator, createdAt: .start))
      }
      let desk = AdjudicationDesk(store: store, now: scene.clock.now)
      let dispute = try #require(try desk.disputes().first)
      #expect(dispute.sides.map(\.labeler.id) == [scene.ada, scene.ben])
      #expect(dispute.sides.map(\.assignment.order) == loans.map(\.order))
      #expect(dispute.completions.map(\.id) == task.completionIDs)
      func settle(_ who: Identifier<Labeler>, _ answer: Answer) throws -> Adjudication {
        try desk.settle(task.id, by: who, answer: answer, cause: .closeCall, note: "both fine")
      }
      let answer = Answer(ranks: task.completionIDs.map { RankedCompletion($0, rank: 1) })
      #expect(throws: FeedbackError.self) { try settle(scene.ada, answer) }
      #expect(throws: FeedbackError.self) { try settle(judge.id, Answer()) }
      let decision = try settle(judge.id, answer)
      #expect(decision.answer == answer)
      #expect(try scene.task(of: loans[0]).state == .settled)
      #expect(try desk.disputes() == [])
      #expect(try desk.dispute(task.id).adjudications == [decision])
      // What labelers say later changes nothing.
      #expect(try scene.judge(loans[0], key: "later").standing == .revised)
      #expect(try scene.task(of: loans[0]).state == .settled)
      #expect(try settle(judge.id, answer).id > decision.id)
    }
  }

  @Test("ends when a labeler comes round", arguments: StoreUnderTest.allCases)
  func revised(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store)
      try scene.addTask("Two", .pair, completions: ["Yes.", "No."], overlap: 2)
      let loans = [try scene.lend(to: scene.ada), try scene.lend(to: scene.ben)]
      try scene.judge(loans[0])
      try scene.judge(loans[1], isReversed: true)
      #expect(try scene.task(of: loans[0]).state == .disputed)
      try scene.judge(loans[1], key: "on second thoughts")
      #expect(try scene.task(of: loans[0]).state == .complete)
      let desk = AdjudicationDesk(store: store, now: scene.clock.now)
      #expect(throws: FeedbackError.self) {
        try desk.settle(
          loans[0].taskID, by: scene.cyd, answer: Answer(verdict: .noneAcceptable), cause: .taste,
          note: "")
      }
    }
  }
}
