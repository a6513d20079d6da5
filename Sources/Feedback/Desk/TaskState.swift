import Statistics

extension FeedbackWriter {
  /// Brings a task's state up to date with its judgements, and returns the task.
  ///
  /// What was settled or taken out of use stays so; a question with a known answer stays open.
  func refreshed(_ task: LabelingTask, at moment: Timestamp) throws -> LabelingTask {
    guard task.gold == nil, task.state != .settled, task.state != .void else { return task }
    let counted = try assignments(of: task.id).filter { $0.state == .submitted }
    var task = task
    let old = task.state
    if counted.count < task.requiredOverlap {
      task.state = .open
    } else {
      let answers = try counted.compactMap { try judgements(of: $0.id).last?.answer }
      task.state = areContradictory(answers, kind: task.kind) ? .disputed : .complete
    }
    if task.state != old { try update(task) }
    return task
  }
}

/// Returns whether labelers disagree so much that somebody has to decide.
///
/// For a comparison of two: each is somebody's better one. For a ranking: the orders of some two
/// labelers run against each other (Kendall's τ-b is negative). For ratings: so do the completions'
/// mean marks, or some mark differs by four or more. Where two labelers give no order to compare,
/// one finding no completion acceptable and the other judging is a contradiction. Texts never
/// contradict.
func areContradictory(_ answers: [Answer], kind: LabelingTask.Kind) -> Bool {
  guard kind != .demonstration, kind != .edit else { return false }
  return answers.indices.contains { first in
    answers[(first + 1)...].contains { contradicts(answers[first], $0, kind: kind) }
  }
}

private func contradicts(_ first: Answer, _ second: Answer, kind: LabelingTask.Kind) -> Bool {
  if kind == .rating, marksDiffer(first, second) { return true }
  let (places, others) = (places(in: first, kind: kind), places(in: second, kind: kind))
  let both = places.keys.filter { others[$0] != nil }.sorted()
  guard both.count > 1 else { return first.verdict != second.verdict }
  let tau = kendallTauB(both.compactMap { places[$0] }, both.compactMap { others[$0] })
  return (tau ?? 0) < 0
}

/// Returns a number for each completion that is smaller for better ones.
private func places(
  in answer: Answer, kind: LabelingTask.Kind
) -> [Identifier<StoredCompletion>: Double] {
  guard kind == .rating else {
    return Dictionary(
      answer.ranks.map { ($0.completionID, Double($0.rank)) }, uniquingKeysWith: { $1 })
  }
  return Dictionary(grouping: answer.ratings, by: \.completionID).mapValues { marks in
    -Double(marks.reduce(0) { $0 + $1.value }) / Double(marks.count)
  }
}

private func marksDiffer(_ first: Answer, _ second: Answer) -> Bool {
  first.ratings.contains { mark in
    second.ratings.contains {
      $0.completionID == mark.completionID && $0.axis == mark.axis
        && abs($0.value - mark.value) >= 4
    }
  }
}
