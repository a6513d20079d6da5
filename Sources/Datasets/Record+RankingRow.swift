extension Record {
  /// Returns the ranking that the row is, whether or not anything can be learned from it.
  func uncheckedRanking() throws -> Ranking {
    guard has(names.completions) else { return try uncheckedComparison() }
    let given = try array(in: names.completions).map { try Content($0, column: names.completions) }
    guard !given.isEmpty else { throw RowProblem(column: names.completions, reason: "it is empty") }
    let (prompt, completions) = try paired(
      content(in: names.prompt), given, columns: [names.prompt, names.completions])
    let ranks = try ranks()
    guard ranks.count == completions.count else {
      throw RowProblem(
        column: has(names.ranks) ? names.ranks : names.scores,
        reason: "\(ranks.count) values are given for \(completions.count) completions")
    }
    return Ranking(
      prompt: prompt, completions: completions, ranks: ranks, labeler: try label(in: names.labeler),
      margin: try number(in: names.margin), groupID: try label(in: names.groupID), origin: origin,
      source: source)
  }

  private func uncheckedComparison() throws -> Ranking {
    guard has(names.chosen) || has(names.rejected) else {
      throw missing([names.completions, names.chosen])
    }
    let (chosen, rejected) = (try content(in: names.chosen), try content(in: names.rejected))
    let (prompt, completions) = try parted(chosen, rejected)
    return Ranking(
      prompt: prompt, completions: completions, ranks: [1, 2],
      labeler: try label(in: names.labeler),
      margin: try number(in: names.margin), groupID: try label(in: names.groupID), origin: origin,
      source: source)
  }
}
