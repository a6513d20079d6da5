import Foundation
import Runs
import Testing

@testable import Feedback

@Suite("Fifty labelers at once")
struct StressTests {
  @Test(
    "never judge a task more often than it asks for, and lose and double nothing",
    arguments: StoreUnderTest.allCases)
  func overlap(kind: StoreUnderTest) async throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("feedback-stress-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store: any FeedbackStore =
      switch kind {
      case .memory: try MemoryStore(settings: .sample, guideline: "", now: .start)
      case .file: try SQLiteStore.sample(in: folder)
      }
    let scene = try LabelingScene(store, labelerCount: 50)
    for overlap in 1...3 {
      for number in 1...36 { try scene.addTask("\(overlap).\(number)", overlap: overlap) }
    }
    let sent = try await withThrowingTaskGroup(of: SentForms.self) { group in
      for (number, labeler) in scene.labelers.enumerated() {
        group.addTask { try work(scene, as: labeler.id, seed: UInt64(number)) }
      }
      return try await group.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
    try check(scene, sent)
  }

  /// The forms that were sent, with their loans.
  typealias SentForms = [String: Identifier<Assignment>]

  /// Takes tasks and judges them, passes them over, lets them go, comes late, sends twice.
  private func work(
    _ scene: LabelingScene, as labeler: Identifier<Labeler>, seed: UInt64
  ) throws -> SentForms {
    var generator = SeededGenerator(seed: seed)
    var late: [Assignment] = []
    var sent: SentForms = [:]
    func judge(_ loan: Assignment) throws {
      let key = "\(labeler) \(loan.id)"
      let receipt = try scene.judge(loan, key: key, isReversed: Bool.random(using: &generator))
      sent[key] = loan.id
      if Bool.random(using: &generator) {
        #expect(try scene.judge(loan, key: key).judgement == receipt.judgement)
      }
    }
    for _ in 1...12 {
      guard case .lent(let loan) = try scene.desk.next(for: labeler) else { break }
      switch Int.random(in: 0..<6, using: &generator) {
      case 0:
        let key = "skip \(labeler) \(loan.id)"
        _ = try scene.desk.skip(
          loan.id, by: labeler, reason: "no", idempotencyKey: key, activeMilliseconds: 0)
        sent[key] = loan.id
      case 1:
        // The time runs out for everybody.
        scene.clock.pass(.seconds(1000))
        late.append(loan)
      case 2:
        _ = try scene.desk.saveDraft(
          loan.id, for: labeler, fields: [], sequence: 1, activeMilliseconds: 0)
        try judge(loan)
      default: try judge(loan)
      }
    }
    for loan in late
    where sent["\(labeler) \(loan.id)"] == nil
      && sent["skip \(labeler) \(loan.id)"] == nil
    { try judge(loan) }
    return sent
  }

  private func check(_ scene: LabelingScene, _ sent: SentForms) throws {
    try scene.store.read { reader in
      let judgements = try reader.all(Judgement.self)
      #expect(judgements.count > 150)
      #expect(
        Dictionary(uniqueKeysWithValues: judgements.map { ($0.idempotencyKey, $0.assignmentID) })
          == sent)
      let loans = try reader.all(Assignment.self)
      #expect(Set(loans.map { "\($0.taskID) \($0.labelerID)" }).count == loans.count)
      for task in try reader.all(LabelingTask.self) {
        let counted = try reader.assignments(of: task.id).count { $0.state == .submitted }
        let taken = try reader.takenPlaceCount(of: task.id)
        #expect(taken <= task.requiredOverlap)
        #expect((counted == task.requiredOverlap) == (task.state != .open))
      }
      #expect(try verifyEventChain(reader).isWhole)
    }
  }
}
