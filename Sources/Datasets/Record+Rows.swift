extension Record {
  /// Returns the demonstration that the row is.
  func demonstration() throws -> Demonstration {
    let row = try uncheckedDemonstration()
    try row.check(names)
    return row
  }

  /// Returns the comparison that the row is.
  func comparison() throws -> Comparison {
    let (chosen, rejected) = (try content(in: names.chosen), try content(in: names.rejected))
    guard chosen != rejected else {
      throw RowProblem(column: names.rejected, reason: "it equals '\(names.chosen)'")
    }
    let (prompt, given) = try parted(chosen, rejected)
    let probability = try probability()
    // Below one half it is the other one that people prefer.
    let completions = probability.map { $0 < 0.5 } == true ? Array(given.reversed()) : given
    let row = Comparison(
      prompt: prompt, chosen: completions[0], rejected: completions[1],
      margin: try number(in: names.margin), probability: probability.map { max($0, 1 - $0) },
      labeler: try label(in: names.labeler), groupID: try label(in: names.groupID), origin: origin,
      source: source)
    try row.check(names)
    return row
  }

  /// The probability that the better of two completions is preferred, where the row has one.
  private func probability() throws -> Double? {
    guard let probability = try number(in: names.probability) else { return nil }
    guard (0...1).contains(probability) else {
      throw RowProblem(
        column: names.probability, reason: "\(probability) is no probability from 0 to 1")
    }
    return probability
  }

  /// Returns the ranking that the row is, be it of two or more.
  func ranking() throws -> Ranking {
    if !has(names.completions), has(names.chosen) || has(names.rejected) {
      return Ranking(try comparison())
    }
    guard has(names.completions) else { throw missing([names.completions, names.chosen]) }
    let given = try array(in: names.completions).map { try Content($0, column: names.completions) }
    let (prompt, completions) = try paired(
      content(in: names.prompt), given, columns: [names.prompt, names.completions])
    let ranks = try ranks()
    guard ranks.count == completions.count else {
      throw RowProblem(
        column: has(names.ranks) ? names.ranks : names.scores,
        reason: "\(ranks.count) values are given for \(completions.count) completions")
    }
    var row = Ranking(
      prompt: prompt, completions: completions, ranks: ranks,
      labeler: try label(in: names.labeler), margin: try number(in: names.margin),
      groupID: try label(in: names.groupID), origin: origin, source: source)
    row.settle(try probability())
    try row.check(names)
    return row
  }

  /// Returns the comparisons that the row holds.
  func comparisons() throws -> [Comparison] {
    guard has(names.completions) else {
      guard has(names.chosen) || has(names.rejected) else {
        throw missing([names.chosen, names.rejected])
      }
      let row = try comparison()
      guard row.probability != 0.5 else {
        throw RowProblem(column: names.probability, reason: "one half prefers neither of the two")
      }
      return [row]
    }
    let comparisons = try ranking().comparisons
    guard !comparisons.isEmpty else {
      throw RowProblem(column: names.completions, reason: "all are tied, so none is preferred")
    }
    return comparisons
  }

  private func uncheckedDemonstration() throws -> Demonstration {
    if has(names.completion) {
      let (prompt, completions) = try paired(
        content(in: names.prompt), [content(in: names.completion)],
        columns: [names.prompt, names.completion])
      return Demonstration(prompt: prompt, completion: completions[0], source: source)
    }
    if let column = conversationColumn { return try demonstration(inConversation: column) }
    if has(names.text) { return try runningText() }
    if has(names.chosen), has(names.rejected) {
      return Demonstration(chosenIn: try comparison())
    }
    if has(names.prompt) { throw missing([names.completion]) }
    throw missing([names.completion, names.messages, names.text])
  }

  private func demonstration(inConversation column: String) throws -> Demonstration {
    let messages = try messages(in: column)
    guard let last = messages.last, messages.contains(where: { $0.role == "assistant" }) else {
      throw RowProblem(column: column, reason: "there is no turn of the assistant")
    }
    guard last.role == "assistant" else {
      throw RowProblem(
        column: column, reason: "the last turn is of the \(last.role), not of the assistant")
    }
    return Demonstration(
      prompt: .messages(messages.dropLast()), completion: .messages([last]), source: source)
  }

  private func runningText() throws -> Demonstration {
    let content = try content(in: names.text)
    guard case .text = content else {
      throw RowProblem(column: names.text, reason: "it is a list of turns, not text")
    }
    return Demonstration(prompt: .text(""), completion: content, source: source)
  }

  /// Returns the prompt of two completions, which may be told only by their common beginning.
  func parted(_ chosen: Content, _ rejected: Content) throws -> (Content, [Content]) {
    if has(names.prompt) {
      return try paired(
        content(in: names.prompt), [chosen, rejected],
        columns: [names.prompt, names.chosen, names.rejected])
    }
    switch (chosen, rejected) {
    case (.text(let first), .text(let second)):
      let (prompt, rest) = partedTexts(first, second)
      return (.text(prompt), rest.map(Content.text))
    case (.messages(let first), .messages(let second)):
      let (prompt, rest) = partedConversations([first, second])
      return (.messages(prompt), rest.map(Content.messages))
    default:
      throw RowProblem(
        column: names.rejected, reason: "it is not of one kind with '\(names.chosen)'")
    }
  }

  func ranks() throws -> [Int] {
    guard has(names.ranks) || has(names.scores) else {
      throw missing([names.ranks, names.scores])
    }
    guard has(names.ranks) else {
      let scores = try array(in: names.scores).map { try finiteNumber($0, column: names.scores) }
      let best = Set(scores).sorted(by: >)
      return scores.compactMap { best.firstIndex(of: $0) }.map { $0 + 1 }
    }
    return try array(in: names.ranks).map { value in
      let rank = try finiteNumber(value, column: names.ranks)
      guard let whole = Int(exactly: rank) else {
        throw RowProblem(column: names.ranks, reason: "the rank \(rank) is not a whole number")
      }
      return whole
    }
  }
}
