import Runs
import Testing

@testable import Feedback

@Suite("Both stores")
struct StoreLawTests {
  @Test(
    "are the same after the same things were done, some of which fail",
    arguments: 1...6 as ClosedRange<UInt64>)
  func twins(seed: UInt64) throws {
    try StoreUnderTest.memory.with { memory in
      try StoreUnderTest.file.with { file in
        for store in [memory, file] {
          try store.write { writer in
            let scene = try Scene(in: writer)
            for _ in 0..<4 { _ = try writer.insert(scene.anotherTask()) }
          }
        }
        for step in 0..<60 {
          let first = outcome(of: seed, step, in: memory)
          let second = outcome(of: seed, step, in: file)
          #expect(first == second, "step \(step)")
        }
        let (left, right) = (
          try memory.read { try snapshot(of: $0) }, try file.read { try snapshot(of: $0) }
        )
        #expect(left == right)
        for store in [memory, file] {
          #expect(try store.read { try verifyEventChain($0) }.isWhole)
        }
      }
    }
  }

  /// Does a random thing in one transaction, and returns what came of it.
  private func outcome(of seed: UInt64, _ step: Int, in store: any FeedbackStore) -> String {
    var generator = SeededGenerator(seed: seed &* 1000 &+ UInt64(step))
    do {
      return try store.write { writer in
        var told: [String] = []
        for _ in 0...generator.next(below: 3) {
          told.append(try randomAct(in: writer, using: &generator))
        }
        try writer.record("step", actor: nil, on: "task", Int64(step), body: told, at: .start)
        guard generator.next(below: 5) > 0 else { throw FeedbackError.refused("on purpose") }
        return told.joined(separator: "; ")
      }
    } catch let error as FeedbackError {
      if case .inconsistent = error { return "inconsistent" }
      return "\(error)"
    } catch {
      return "another error: \(error)"
    }
  }

  private func randomAct(
    in writer: any FeedbackWriter, using generator: inout SeededGenerator
  ) throws -> String {
    let task = Identifier<LabelingTask>(Int64(1 + generator.next(below: 6)))
    let labeler = Identifier<Labeler>(Int64(1 + generator.next(below: 2)))
    let number = Int64(1 + generator.next(below: 6))
    switch generator.next(below: 8) {
    case 0: return "\(try writer.availableTasks(for: labeler, gold: false, limit: 3).map(\.id))"
    case 1: return "\(try lend(task, to: labeler, in: writer).id)"
    case 2: return try judge(Identifier(number), key: generator.next(below: 40), in: writer)
    case 3: return try move(Identifier(number), generator.next(below: 5), in: writer)
    case 4:
      let draft = Draft(
        assignmentID: Identifier(number), fields: [.init("a", "\(number)")], sequence: 1,
        savedAt: .start)
      return "\(try writer.insert(draft).id)"
    case 5:
      try writer.removeDraft(of: Identifier(number))
      return "\(try writer.count(Draft.self))"
    case 6:
      return "\(try writer.finishedAssignments(of: labeler, limit: 3).map(\.id)) "
        + "\(try writer.overdueAssignments(at: .start + .seconds(900)).map(\.id)) "
        + "\(try writer.currentJudgements().map(\.id))"
    default:
      let handle = ["ada", "Cy\(number)", "cy\(number)"][generator.next(below: 3)]
      let account = Labeler(handle: handle, displayName: "", role: .labeler, createdAt: .start)
      return "\(try writer.insert(account).id)"
    }
  }

  private func lend(
    _ task: Identifier<LabelingTask>, to labeler: Identifier<Labeler>,
    in writer: any FeedbackWriter
  ) throws -> Assignment {
    let order = try writer.find(task)?.completionIDs ?? []
    return try writer.insert(
      Assignment(
        taskID: task, labelerID: labeler, order: order, orderSeed: .max, guidelineID: Identifier(1),
        leasedAt: .start, leaseExpiresAt: .start + .seconds(900)))
  }

  private func judge(
    _ loan: Identifier<Assignment>, key: Int, in writer: any FeedbackWriter
  ) throws -> String {
    let revision = try writer.judgements(of: loan).count + 1
    let judgement = try writer.insert(
      Judgement(
        assignmentID: loan, revision: revision, idempotencyKey: "\(key)",
        answer: Answer(reason: "\(key)"), activeMilliseconds: key, createdAt: .start))
    return "\(judgement.id) \(revision)"
  }

  private func move(
    _ id: Identifier<Assignment>, _ state: Int, in writer: any FeedbackWriter
  ) throws -> String {
    guard var loan = try writer.find(id) else { return "no loan \(id)" }
    loan.state = Assignment.State.allCases[state]
    loan.submittedAt = state == 1 ? .start + .seconds(Int(id.number)) : nil
    try writer.update(loan)
    return "\(loan.state)"
  }
}
