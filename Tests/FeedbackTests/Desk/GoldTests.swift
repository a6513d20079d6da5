import Testing

@testable import Feedback

@Suite("A question whose answer is known")
struct GoldTests {
  @Test(
    "comes once in so many tasks on average, and never long after the last",
    arguments: StoreUnderTest.allCases)
  func frequency(kind: StoreUnderTest) throws {
    try kind.with { store in
      let every = 5
      let scene = try LabelingScene(store, labelerCount: 1, seed: 77) { $0.goldEvery = every }
      try scene.addTasks(200)
      try scene.addTasks(60, isGold: true)
      var (gaps, sinceLast) = ([Int](), 0)
      for _ in 1...200 {
        let loan = try scene.lend(to: scene.labelers[0].id)
        sinceLast += 1
        if try scene.task(of: loan).gold != nil {
          gaps.append(sinceLast)
          sinceLast = 0
        }
        scene.clock.pass(.seconds(1))
        try scene.judge(loan)
      }
      // 40 expected; gaps are even over 1...9, so the count has a deviation of about 3.3.
      #expect((29...51).contains(gaps.count), "\(gaps.count) came")
      #expect(gaps.allSatisfy { (1...9).contains($0) } && Set(gaps).count > 5)
    }
  }

  @Test(
    "does not come where there is no other work, or none is wanted",
    arguments: StoreUnderTest.allCases)
  func hidden(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store) { $0.goldEvery = 1 }
      try scene.addTasks(3, isGold: true)
      #expect(throws: NothingLent.self) { try scene.lend(to: scene.ada) }
      try scene.addTasks(2)
      #expect(try scene.task(of: try scene.lend(to: scene.ada)).gold != nil)
      var settings = try store.read { try $0.settings() }
      settings.goldEvery = 0
      try store.write { try $0.update(settings) }
      #expect(try scene.task(of: try scene.lend(to: scene.ben)).gold == nil)
    }
  }

  @Test(
    "marks a labeler after three wrong answers, and again only after the mark is lifted",
    arguments: StoreUnderTest.allCases)
  func marks(kind: StoreUnderTest) throws {
    try kind.with { store in
      let scene = try LabelingScene(store) { $0.goldEvery = 1 }
      try scene.addTask("Open", overlap: 3)
      try scene.addTasks(10, isGold: true)
      func tags() throws -> [QualityTag] {
        try store.read { try $0.tags(on: .labeler, scene.ada.number) }
      }
      func answerWrong(_ count: Int) throws {
        for _ in 1...count {
          scene.clock.pass(.seconds(1))
          try scene.judge(try scene.lend(to: scene.ada), isReversed: true)
        }
      }
      try answerWrong(2)
      #expect(try tags() == [])
      try answerWrong(2)
      let tag = try #require(try tags().first)
      #expect(try tags().count == 1 && tag.name == "gold" && !tag.excludes)
      #expect(tag.reason.utf8.starts(with: "0 of 3 questions".utf8))
      #expect(try store.read { try $0.required(scene.ada, "") }.state == .active)
      #expect(try scene.desk.goldStanding(of: scene.ada).verdict == .unreliable)
      var lifted = tag
      lifted.liftedAt = scene.clock.now()
      try store.write { try $0.update(lifted) }
      try answerWrong(2)
      #expect(try tags() == [])
      try answerWrong(1)
      #expect(try tags().count == 1)
      #expect(try scene.eventKinds().count { $0 == "labeler.tagged" } == 2)
    }
  }

  @Test("clears a labeler after eight right answers")
  func clears() {
    #expect(GoldStanding(Array(repeating: true, count: 7)).verdict == .undecided)
    #expect(GoldStanding(Array(repeating: true, count: 8)).verdict == .reliable)
    #expect(GoldStanding([true, false, false, false]).verdict == .unreliable)
  }

  @Test(
    "is answered right where every known order is kept",
    arguments: [
      (given: [1, 2, 3], isHit: true), (given: [1, 3, 2], isHit: true),
      (given: [2, 1, 3], isHit: false), (given: [1, 1, 2], isHit: false),
      (given: [1, 2], isHit: false), (given: [], isHit: false),
    ])
  func hits(given: [Int], isHit: Bool) {
    // The second and third are known to be equal: their order does not count.
    let ids = (1...3).map { Identifier<StoredCompletion>($0) }
    let gold = GoldAnswer(
      ranks: zip(ids, [1, 2, 2]).map { RankedCompletion($0, rank: $1) }, explanation: "")
    let answer = Answer(ranks: zip(ids, given).map { RankedCompletion($0, rank: $1) })
    #expect(gold.isHit(by: answer) == isHit)
  }
}
