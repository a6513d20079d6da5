import Datasets
import Synchronization
import Testing

@testable import Feedback

/// Two checkpoints that say how many turns they heard.
private final class CountingPartner: ChatPartner {
  let calls = Mutex(0)
  let isTwin: Bool

  init(isTwin: Bool = false) { self.isTwin = isTwin }

  func replies(to turns: [Message], conversation: String) async throws -> [ChatReply] {
    calls.withLock { $0 += 1 }
    return ["early", "late"].map { name in
      ChatReply(
        text: isTwin ? "The same." : "I am the \(name) one, and heard \(turns.count).",
        modelName: isTwin ? "twin" : name, modelHash: "beef", finishReason: "end")
    }
  }
}

@Suite("A chat")
struct ChatTests {
  private func scene(
    twin: Bool = false, limits: ChatLimits = ChatLimits()
  ) throws -> (LabelingScene, ChatDesk, CountingPartner) {
    let store = try MemoryStore(settings: .sample, guideline: "", now: .start)
    let scene = try LabelingScene(store)
    let partner = CountingPartner(isTwin: twin)
    return (
      scene,
      ChatDesk(
        store: store, partner: partner, limits: limits, now: scene.clock.now,
        randomSeed: TestSeeds(5).next), partner
    )
  }

  @Test("goes on with the reply that is preferred")
  func goesOn() async throws {
    let (scene, desk, _) = try scene()
    let first = try await desk.begin(for: scene.ada, firstTurn: "Hello")
    #expect(try scene.lend(to: scene.ada) == first)
    let space = try scene.desk.workspace(first.id, for: scene.ada)
    #expect(space.task.kind == .chat && space.completions.allSatisfy { $0.modelName == nil })
    #expect(try desk.transcript(after: first.id, for: scene.ada).map(\.content) == ["Hello"])
    await #expect(throws: FeedbackError.refused("say first which reply is better")) {
      try await desk.proceed(after: first.id, by: scene.ada, userTurn: "And?")
    }
    let receipt = try scene.judge(first, isReversed: true)
    #expect(receipt.standing == .counted)
    let second = try await desk.proceed(after: first.id, by: scene.ada, userTurn: "And?")
    let turns = try desk.transcript(after: second.id, for: scene.ada)
    #expect(turns.map(\.role) == ["user", "assistant", "user"])
    #expect(turns[1].content == "I am the late one, and heard 1.")
    let (one, two) = (try scene.task(of: first), try scene.task(of: second))
    #expect(one.batchID == two.batchID && one.state == .complete)
    let prompts = try scene.store.read { try $0.all(StoredPrompt.self) }
    #expect(prompts.count == 2 && Set(prompts.map(\.cluster)).count == 1)
    #expect(prompts.allSatisfy { $0.authorID == scene.ada && $0.source == "chat" })
    #expect(throws: NothingLent.self) { try scene.lend(to: scene.ben) }
  }

  @Test("has one task for a turn that is sent twice, and none for other words")
  func twice() async throws {
    let (scene, desk, partner) = try scene()
    let first = try await desk.begin(for: scene.ada, firstTurn: "Hello")
    #expect(try await desk.begin(for: scene.ada, firstTurn: "Hello again") == first)
    #expect(partner.calls.withLock { $0 } == 1)
    try scene.judge(first)
    let second = try await desk.proceed(after: first.id, by: scene.ada, userTurn: "And?")
    #expect(try await desk.proceed(after: first.id, by: scene.ada, userTurn: "And?") == second)
    await #expect(throws: FeedbackError.self) {
      try await desk.proceed(after: first.id, by: scene.ada, userTurn: "But?")
    }
    #expect(try scene.store.read { try $0.count(LabelingTask.self) } == 2)
    await #expect(throws: FeedbackError.notFound("task \(first.id) for you")) {
      try await desk.proceed(after: first.id, by: scene.ben, userTurn: "And?")
    }
  }

  @Test("keeps both of two equal replies")
  func equalReplies() async throws {
    let (scene, desk, _) = try scene(twin: true)
    let loan = try await desk.begin(for: scene.ada, firstTurn: "Hello")
    #expect(Set(loan.order).count == 2)
  }

  @Test("ends where no reply is acceptable, and at its limits")
  func ends() async throws {
    let (scene, desk, _) = try scene(limits: ChatLimits(turnCount: 1, turnLength: 5))
    await #expect(throws: FeedbackError.self) {
      try await desk.begin(for: scene.ada, firstTurn: "Hello!")
    }
    await #expect(throws: FeedbackError.self) {
      try await desk.begin(for: scene.ada, firstTurn: " \n")
    }
    let loan = try await desk.begin(for: scene.ada, firstTurn: "Hello")
    _ = try scene.desk.submit(
      loan.id, by: scene.ada, answer: Answer(verdict: .noneAcceptable), idempotencyKey: "a",
      activeMilliseconds: 0)
    await #expect(
      throws: FeedbackError.refused("no reply was acceptable; begin a new conversation")
    ) { try await desk.proceed(after: loan.id, by: scene.ada, userTurn: "And?") }
    try scene.judge(loan, key: "b")
    await #expect(
      throws: FeedbackError.refused("a conversation has 1 turns at most; begin a new one")
    ) { try await desk.proceed(after: loan.id, by: scene.ada, userTurn: "And?") }
  }
}
