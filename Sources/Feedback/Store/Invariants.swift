/// Returns what a store holds that can never come of the program's own work, as sentences.
///
/// No task has more judgements than it asks for; each judgement has a loan that says so, follows
/// the revision before it and is what the log says; each labeler's order is of the task's own
/// completions; no cluster of prompts is on two sides of the split.
///
/// - Throws: `FeedbackError` when the store cannot be read.
public func brokenInvariants(_ reader: any FeedbackReader) throws -> [String] {
  let tasks = try reader.all(LabelingTask.self)
  let loans = try reader.all(Assignment.self)
  let judgements = try reader.all(Judgement.self)
  return overfull(tasks, loans) + misordered(tasks, loans) + unmatched(loans, judgements)
    + (try unattested(judgements, reader)) + split(try reader.all(StoredPrompt.self))
}

private func overfull(_ tasks: [LabelingTask], _ loans: [Assignment]) -> [String] {
  let counted = Dictionary(grouping: loans.filter { $0.state == .submitted }, by: \.taskID)
  return tasks.compactMap { task in
    let count = counted[task.id]?.count ?? 0
    guard count > task.requiredOverlap else { return nil }
    return "task \(task.id) has \(count) judgements that count and asks for "
      + "\(task.requiredOverlap)"
  }
}

private func misordered(_ tasks: [LabelingTask], _ loans: [Assignment]) -> [String] {
  let shown = Dictionary(tasks.map { ($0.id, $0.completionIDs.sorted()) }, uniquingKeysWith: { $1 })
  return loans.filter { shown[$0.taskID] != $0.order.sorted() }.map {
    "loan \($0.id) shows other completions than its task \($0.taskID)"
  }
}

private func unmatched(_ loans: [Assignment], _ judgements: [Judgement]) -> [String] {
  let byLoan = Dictionary(grouping: judgements, by: \.assignmentID)
  return loans.compactMap { loan in
    let revisions = (byLoan[loan.id] ?? []).map(\.revision).sorted()
    if revisions != Array(1..<(revisions.count + 1)) {
      return "the judgements of loan \(loan.id) have the revisions \(revisions)"
    }
    let wantsJudgement = loan.state == .submitted || loan.state == .surplus
    if wantsJudgement, revisions.isEmpty {
      return "loan \(loan.id) is \(loan.state.rawValue) and has no judgement"
    }
    if !wantsJudgement, loan.state != .skipped, !revisions.isEmpty {
      return "loan \(loan.id) has a judgement and is \(loan.state.rawValue)"
    }
    return nil
  }
}

/// Finds judgements that the log, which is chained, does not have word for word.
private func unattested(
  _ judgements: [Judgement], _ reader: any FeedbackReader
) throws -> [String] {
  var unattested = Dictionary(judgements.map { ($0.id.number, $0) }, uniquingKeysWith: { $1 })
  var missing: [Int64] = []
  try forEachEvent(of: reader) { event in
    guard event.targetTable == Judgement.tableName else { return }
    guard let judgement = unattested[event.targetNumber] else {
      if event.targetNumber > Int64(judgements.count) { missing.append(event.targetNumber) }
      return
    }
    if try event.tells(of: judgement) { unattested[event.targetNumber] = nil }
  }
  return missing.sorted().map { "judgement \($0) is in the log and not in its table" }
    + unattested.keys.sorted().map { "judgement \($0) is not what the log says it was" }
}

private func split(_ prompts: [StoredPrompt]) -> [String] {
  let sides = Dictionary(grouping: prompts, by: \.cluster).mapValues { Set($0.map(\.split)).count }
  return sides.filter { $0.value > 1 }.keys.sorted().map {
    "the prompts of cluster \($0) are on different sides of the split"
  }
}

private func forEachEvent(of reader: any FeedbackReader, _ body: (Event) throws -> Void) throws {
  var last = Identifier<Event>.unassigned
  while true {
    let events = try reader.events(after: last, limit: 1000)
    guard let newest = events.last else { return }
    try events.forEach(body)
    last = newest.id
  }
}

extension Event {
  /// Returns whether the event holds a judgement, byte for byte.
  fileprivate func tells(of judgement: Judgement) throws -> Bool {
    let text = try JSONTree(encoding: judgement).canonicalText
    return body.utf8.firstRange(of: text.utf8) != nil
  }
}
