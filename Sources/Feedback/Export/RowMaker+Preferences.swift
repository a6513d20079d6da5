import Datasets

extension RowMaker {
  /// Returns a row for each pair of completions of which one is preferred.
  func pairs(of answer: ExportedAnswer) throws -> Outcome {
    let ranked = try rankedOrReason(answer)
    guard case .success(let ranked) = ranked else { return ranked.excluded }
    var lines: [String] = []
    var equalTexts = false
    for (index, first) in ranked.enumerated() {
      for second in ranked[(index + 1)...] where first.rank != second.rank {
        let (chosen, rejected) = first.rank < second.rank ? (first, second) : (second, first)
        guard chosen.completion.text != rejected.completion.text else {
          equalTexts = true
          continue
        }
        lines.append(try pair(chosen.completion, rejected.completion, answer))
      }
    }
    return lines.isEmpty ? .excluded(equalTexts ? .equalTexts : .allTied) : .rows(lines)
  }

  private func pair(
    _ chosen: StoredCompletion, _ rejected: StoredCompletion, _ answer: ExportedAnswer
  ) throws -> String {
    var columns = columns(of: answer)
    for (name, completion) in [("chosen", chosen), ("rejected", rejected)] {
      columns["\(name)_position"] = position(completion.id, in: answer).map { .integer($0) }
      if filter.namesModels { columns["\(name)_model"] = completion.modelName.map { .text($0) } }
    }
    return try Comparison(
      prompt: try shape.prompt(answer.prompt),
      chosen: shape.completion(chosen.text, of: answer.prompt),
      rejected: shape.completion(rejected.text, of: answer.prompt), margin: margin(answer),
      labeler: answer.labeler, groupID: answer.groupID
    ).jsonLine(with: columns)
  }

  /// Returns the row of a whole ranking.
  func ranking(of answer: ExportedAnswer) throws -> Outcome {
    let ranked = try rankedOrReason(answer)
    guard case .success(let ranked) = ranked else { return ranked.excluded }
    guard filter.ties == .half || Set(ranked.map(\.rank)).count > 1 else {
      return .excluded(.allTied)
    }
    for (index, first) in ranked.enumerated() {
      for second in ranked[(index + 1)...]
      where first.rank != second.rank && first.completion.text == second.completion.text {
        return .excluded(.equalTexts)
      }
    }
    return .rows([try rankingLine(ranked, answer, margin: ranked.count == 2)])
  }

  /// Returns completions with their ranks as a line; the ranks are made dense.
  func rankingLine(
    _ ranked: [(completion: StoredCompletion, rank: Int)], _ answer: ExportedAnswer, margin: Bool
  ) throws -> String {
    var columns = columns(of: answer)
    let positions = ranked.map { position($0.completion.id, in: answer) }
    if positions.contains(where: { $0 != nil }) { columns["positions"] = .integers(positions) }
    if filter.namesModels { columns["models"] = .texts(ranked.map(\.completion.modelName)) }
    let used = Set(ranked.map(\.rank)).sorted()
    return try Ranking(
      prompt: try shape.prompt(answer.prompt),
      completions: ranked.map { shape.completion($0.completion.text, of: answer.prompt) },
      ranks: ranked.map { (used.firstIndex(of: $0.rank) ?? 0) + 1 }, labeler: answer.labeler,
      margin: margin ? self.margin(answer) : nil, groupID: answer.groupID
    ).jsonLine(with: columns)
  }

  private func margin(_ answer: ExportedAnswer) -> Double? {
    filter.hasMargins ? answer.answer.strength.map(Double.init) : nil
  }

  /// Returns the ranked completions of an answer, or why there is nothing to learn from it.
  private func rankedOrReason(
    _ answer: ExportedAnswer
  ) throws -> Result<[(completion: StoredCompletion, rank: Int)], ExclusionReason> {
    if answer.answer.verdict == .noneAcceptable { return .failure(.noneAcceptable) }
    let ranked = contents.ranked(answer.answer, among: answer.task.completionIDs)
    guard ranked.count > 1 else { return .failure(.tooFewCompletions) }
    guard Set(ranked.map(\.rank)).count > 1 else {
      return filter.ties == .half ? .success(ranked) : .failure(.allTied)
    }
    let strength = answer.answer.strength
    if strength == nil, filter.leastStrength != nil || filter.hasMargins {
      return .failure(.withoutStrength)
    }
    if let least = filter.leastStrength, let strength, strength < least {
      return .failure(.tooWeak)
    }
    return .success(ranked)
  }
}

extension ExclusionReason: Error {}

extension Result where Failure == ExclusionReason {
  /// Why there is no success.
  fileprivate var excluded: RowMaker.Outcome {
    if case .failure(let reason) = self { .excluded(reason) } else { .rows([]) }
  }
}
