import Datasets
import Feedback
import Foundation

/// An account behind which a model or a rule judges, by the way that people's answers take.
struct MachineLabeler {
  private let desk: LabelingDesk
  private let scorer: CompletionScorer
  private let labeler: Labeler

  /// Finds the account, or makes it.
  init(
    _ store: any FeedbackStore, _ scorer: CompletionScorer, handle: String, kind: Labeler.Kind
  ) throws {
    desk = LabelingDesk(store: store)
    self.scorer = scorer
    labeler = try store.write { writer in
      guard let found = try writer.labeler(handle: handle) else {
        return try writer.addMachine(handle: handle, name: scorer.name, kind: kind, at: .now())
      }
      guard found.kind != .person else {
        throw RefusedInput("‘\(handle)’ is a person's account; give the machine another --name")
      }
      return found
    }
  }

  /// Judges tasks until there are none, or somebody asks to stop.
  ///
  /// - Returns: How many it judged.
  func judge(limit: Int, until isStopped: () -> Bool) throws -> Int {
    var count = 0
    while count < limit, !isStopped() {
      guard case .lent(let loan) = try desk.next(for: labeler.id) else { break }
      let space = try desk.workspace(loan.id, for: labeler.id)
      _ = try desk.submit(
        loan.id, by: labeler.id, answer: answer(to: space), idempotencyKey: UUID().uuidString,
        activeMilliseconds: 0)
      count += 1
    }
    return count
  }

  private func answer(to space: Workspace) throws -> Answer {
    let rows = space.completions.map {
      CompletionScorer.Row(prompt: space.prompt.content, completion: $0.text)
    }
    guard [.ranking, .pair].contains(space.task.kind) else {
      return Answer(verdict: .skipped, reason: "a machine only compares")
    }
    let scores = try scorer.scores(of: rows).compactMap { $0 }
    guard scores.count == rows.count else {
      return Answer(verdict: .skipped, reason: "too long for the judge")
    }
    let best = Set(scores).sorted(by: >)
    let ranks = zip(space.completions, scores).compactMap { completion, score in
      best.firstIndex(of: score).map { RankedCompletion(completion.id, rank: $0 + 1) }
    }
    let strength = space.task.kind == .pair && best.count > 1 ? 1 : nil
    return Answer(ranks: ranks, strength: strength)
  }
}

extension FeedbackWriter {
  /// Makes an account without a password: nobody signs in with it.
  fileprivate func addMachine(
    handle: String, name: String, kind: Labeler.Kind, at moment: Timestamp
  ) throws -> Labeler {
    let added = try insert(
      Labeler(
        handle: handle, displayName: name, kind: kind, role: .labeler, createdAt: moment))
    try record(
      "labeler.added", actor: nil, on: Labeler.tableName, added.id.number,
      body: ["handle": handle, "kind": kind.rawValue, "judge": name], at: moment)
    return added
  }
}
