import Testing

@testable import Feedback

@Suite("What can never come of the program's own work")
struct InvariantsTests {
  @Test("is found, and nothing where all is well", arguments: StoreUnderTest.allCases)
  func sound(kind: StoreUnderTest) throws {
    #expect(try problems(kind) { try judge(to: $1.ben, $1, $0) } == [])
  }

  @Test("is found: more judgements than a task asks for", arguments: StoreUnderTest.allCases)
  func overlap(kind: StoreUnderTest) throws {
    let problems = try problems(kind, overlap: 1) {
      try judge(to: $1.ada, $1, $0)
      try judge(to: $1.ben, $1, $0)
    }
    #expect(problems == ["task 1 has 2 judgements that count and asks for 1"])
  }

  @Test("is found: a loan that shows other completions", arguments: StoreUnderTest.allCases)
  func order(kind: StoreUnderTest) throws {
    let problems = try problems(kind) {
      var loan = $1.loan(to: $1.ben)
      loan.order.removeLast()
      _ = try $0.insert(loan)
    }
    #expect(problems == ["loan 1 shows other completions than its task 1"])
  }

  @Test("is found: half a judgement", arguments: StoreUnderTest.allCases)
  func halves(kind: StoreUnderTest) throws {
    let problems = try problems(kind) {
      _ = try $0.insert($1.loan(to: $1.ada, state: .submitted))
      try judge(to: $1.ben, $1, $0, state: .leased)
    }
    #expect(
      problems == [
        "loan 1 is submitted and has no judgement", "loan 2 has a judgement and is leased",
      ])
  }

  @Test("is found: a revision that is missing", arguments: StoreUnderTest.allCases)
  func revisions(kind: StoreUnderTest) throws {
    let problems = try problems(kind) { try judge(to: $1.ben, $1, $0, revision: 2) }
    #expect(problems == ["the judgements of loan 1 have the revisions [2]"])
  }

  @Test("is found: a judgement that the log does not know", arguments: StoreUnderTest.allCases)
  func unattested(kind: StoreUnderTest) throws {
    let problems = try problems(kind) {
      let loan = try $0.insert($1.loan(to: $1.ben, state: .submitted))
      _ = try $0.insert($1.judgement(of: loan))
    }
    #expect(problems == ["judgement 1 is not what the log says it was"])
  }

  @Test("is found: a judgement that only the log knows", arguments: StoreUnderTest.allCases)
  func lost(kind: StoreUnderTest) throws {
    let problems = try problems(kind) { writer, _ in
      try writer.record("judgement.submitted", actor: nil, on: "judgement", 1, at: .start)
    }
    #expect(problems == ["judgement 1 is in the log and not in its table"])
  }

  @Test("is found: near duplicates on two sides of the split", arguments: StoreUnderTest.allCases)
  func splits(kind: StoreUnderTest) throws {
    let problems = try problems(kind) { writer, scene in
      var twin = StoredPrompt.sample("almost the same")
      twin.cluster = scene.prompt.cluster
      twin.split = .test
      _ = try writer.insert(twin)
    }
    #expect(
      problems == [
        "the prompts of cluster How do I bake bread? are on different sides of the split"
      ])
  }

  private func problems(
    _ kind: StoreUnderTest, overlap: Int = 2, _ body: (any FeedbackWriter, Scene) throws -> Void
  ) throws -> [String] {
    try kind.with { store in
      try store.write { writer in
        let scene = try Scene(in: writer, overlap: overlap)
        try body(writer, scene)
      }
      return try store.read { try brokenInvariants($0) }
    }
  }

  private func judge(
    to labeler: Labeler, _ scene: Scene, _ writer: any FeedbackWriter,
    state: Assignment.State = .submitted, revision: Int = 1
  ) throws {
    let loan = try writer.insert(scene.loan(to: labeler, state: state))
    let judgement = try writer.insert(
      scene.judgement(of: loan, revision: revision, key: labeler.handle))
    try writer.record(
      "judgement.submitted", actor: labeler.id, on: Judgement.tableName, judgement.id.number,
      body: ["judgement": judgement], at: .start)
  }
}
