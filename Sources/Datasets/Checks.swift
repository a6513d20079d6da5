extension Demonstration {
  /// Checks what the parts must be to each other.
  func check(_ names: ColumnNames = ColumnNames()) throws {
    try checkKinds(prompt, [completion], column: names.completion)
    try checkCompletion(completion, column: names.completion)
  }
}

extension Comparison {
  /// Checks what the parts must be to each other.
  func check(_ names: ColumnNames = ColumnNames()) throws {
    try checkKinds(prompt, [chosen, rejected], column: names.chosen)
    try checkCompletion(chosen, column: names.chosen)
    try checkCompletion(rejected, column: names.rejected)
    guard chosen != rejected else {
      throw RowProblem(column: names.rejected, reason: "it equals '\(names.chosen)'")
    }
    try checkMargin(margin, column: names.margin)
    try checkProbability(probability, margin, names)
  }
}

extension Ranking {
  /// Checks what the parts must be to each other.
  func check(_ names: ColumnNames = ColumnNames()) throws {
    try checkCount(names)
    try checkKinds(prompt, completions, column: names.completions)
    for (index, completion) in completions.enumerated() {
      try checkCompletion(completion, column: names.completions, number: index + 1)
    }
    try checkContradictions(names)
    try checkMargin(margin, column: names.margin)
    try checkProbability(probability, margin, names)
    for (column, value) in [(names.margin, margin), (names.probability, probability)]
    where value != nil && completions.count != 2 {
      throw RowProblem(
        column: column, reason: "a \(column) is for two completions, not \(completions.count)")
    }
  }

  private func checkCount(_ names: ColumnNames) throws {
    guard completions.count >= 2 else {
      throw RowProblem(
        column: names.completions, reason: "a ranking needs two completions at least")
    }
    guard ranks.count == completions.count else {
      throw RowProblem(
        column: names.ranks,
        reason: "\(ranks.count) ranks are given for \(completions.count) completions")
    }
    if let rank = ranks.first(where: { $0 < 1 }) {
      throw RowProblem(column: names.ranks, reason: "the rank \(rank) is less than 1, the best")
    }
  }

  private func checkContradictions(_ names: ColumnNames) throws {
    var seen: [Content: Int] = [:]
    for (index, completion) in completions.enumerated() {
      if let earlier = seen[completion], ranks[earlier] != ranks[index] {
        throw RowProblem(
          column: names.completions,
          reason: "completions \(earlier + 1) and \(index + 1) are equal, but not their ranks")
      }
      seen[completion] = index
    }
  }
}

extension Prompt {
  /// Checks that there is something to ask.
  func check(_ names: ColumnNames = ColumnNames()) throws {
    guard !content.isEmpty else { throw RowProblem(column: names.prompt, reason: "it is empty") }
  }
}

private func checkKinds(_ prompt: Content, _ completions: [Content], column: String) throws {
  for completion in completions where (completion.turns == nil) != (prompt.turns == nil) {
    throw RowProblem(column: column, reason: "it mixes plain text and turns with the prompt's kind")
  }
}

/// Checks that there is something to learn, and that it is the assistant who says it.
private func checkCompletion(_ completion: Content, column: String, number: Int? = nil) throws {
  let subject = number.map { "completion \($0)" } ?? "the completion"
  guard !completion.isEmpty else {
    throw RowProblem(column: column, reason: "\(subject) is empty")
  }
  for (end, turn) in [("begins", completion.turns?.first), ("ends", completion.turns?.last)] {
    guard let turn, turn.role == "user" || turn.role == "system" else { continue }
    throw RowProblem(
      column: column, reason: "\(subject) \(end) with a turn of the \(turn.role)")
  }
}

private func checkMargin(_ margin: Double?, column: String) throws {
  guard margin?.isFinite != false else {
    throw RowProblem(column: column, reason: "the margin is not a finite number")
  }
}

/// Checks a probability that a preference is right.
private func checkProbability(
  _ probability: Double?, _ margin: Double?, _ names: ColumnNames
) throws {
  guard let probability else { return }
  guard (0.5...1).contains(probability) else {
    throw RowProblem(
      column: names.probability,
      reason: "\(probability) is no probability from 0.5 to 1 that the better one is preferred")
  }
  guard margin == nil else {
    throw RowProblem(
      column: names.probability,
      reason: "the row has '\(names.margin)' as well, and only one counts",
      advice: "leave one of the two columns out")
  }
}
