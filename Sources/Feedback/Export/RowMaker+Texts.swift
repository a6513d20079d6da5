import Datasets

extension RowMaker {
  /// Returns a row for each completion that is clearly good or bad.
  ///
  /// Of an order the best are good and the worst are bad; what is between them is left out, unlike
  /// in TRL's unpairing, which would call it both. Where none is acceptable all are bad. Of ratings,
  /// a mean above the middle of the scale, 4, is good and one below is bad.
  func labels(of answer: ExportedAnswer) throws -> Outcome {
    let labels = answer.task.kind == .rating ? ratedLabels(answer) : rankedLabels(answer)
    switch labels {
    case .failure(let reason): return .excluded(reason)
    case .success(let labels):
      return .rows(
        try labels.map { completion, isGood in
          try demonstration(completion, answer, with: ["label": .boolean(isGood)])
        })
    }
  }

  private typealias Labels = Result<[(StoredCompletion, Bool)], ExclusionReason>

  private func rankedLabels(_ answer: ExportedAnswer) -> Labels {
    if answer.answer.verdict == .noneAcceptable {
      let all = answer.task.completionIDs.filter(contents.isUsable).compactMap {
        contents.completions[$0]
      }
      return all.isEmpty ? .failure(.tooFewCompletions) : .success(all.map { ($0, false) })
    }
    let ranked = contents.ranked(answer.answer, among: answer.task.completionIDs)
    guard ranked.count > 1, let best = ranked.map(\.rank).min(),
      let worst = ranked.map(\.rank).max()
    else { return .failure(.tooFewCompletions) }
    guard best < worst else { return .failure(.allTied) }
    return .success(
      ranked.filter { $0.rank == best || $0.rank == worst }.map { ($0.completion, $0.rank == best) }
    )
  }

  private func ratedLabels(_ answer: ExportedAnswer) -> Labels {
    let middle = 4.0
    let usable = answer.task.completionIDs.filter(contents.isUsable)
    guard !usable.isEmpty else { return .failure(.tooFewCompletions) }
    let labels = usable.compactMap { id -> (StoredCompletion, Bool)? in
      let values = answer.answer.ratings.filter { $0.completionID == id }.map { Double($0.value) }
      guard let completion = contents.completions[id], !values.isEmpty else { return nil }
      let mean = values.reduce(0, +) / Double(values.count)
      return mean == middle ? nil : (completion, mean > middle)
    }
    return labels.isEmpty ? .failure(.neutral) : .success(labels)
  }

  /// Returns a row for what the labeler wrote, or for what they ranked best.
  func demonstrations(of answer: ExportedAnswer) throws -> Outcome {
    guard answer.task.kind == .demonstration || answer.task.kind == .edit else {
      return try bestRanked(of: answer)
    }
    guard let written = written(in: answer) else { return .excluded(.nothingWritten) }
    return .rows([try demonstration(written, answer)])
  }

  private func bestRanked(of answer: ExportedAnswer) throws -> Outcome {
    if answer.answer.verdict == .noneAcceptable { return .excluded(.noneAcceptable) }
    switch rankedLabels(answer) {
    case .failure(let reason): return .excluded(reason)
    case .success(let labels):
      return .rows(try labels.filter(\.1).map { try demonstration($0.0, answer) })
    }
  }

  /// Returns a row in which a correction comes before the original, and that before one it beat.
  ///
  /// Llama 3's three-way preference data (arXiv:2407.21783, §4.1): edited > chosen > rejected. Which
  /// one was rejected, the same answer says, or else the others of the same prompt.
  func corrections(of answer: ExportedAnswer) throws -> Outcome {
    guard let edited = written(in: answer) else { return .excluded(.nothingWritten) }
    let originalID = edited.parentID ?? answer.task.completionIDs.first
    guard let originalID, contents.isUsable(originalID),
      let original = contents.completions[originalID]
    else { return .excluded(.tooFewCompletions) }
    guard edited.text != original.text else { return .excluded(.equalTexts) }
    let own = contents.ranked(answer.answer, among: answer.task.completionIDs)
    let originalRank = own.first { $0.completion.id == originalID }?.rank
    let rejected =
      own.first { $0.rank > originalRank ?? .max }?.completion
      ?? evidence.mostBeaten(by: originalID).flatMap { contents.completions[$0] }
    var ranked = [(completion: edited, rank: 1), (original, 2)]
    if let rejected, ![edited.text, original.text].contains(rejected.text) {
      ranked.append((rejected, 3))
    }
    return .rows([try rankingLine(ranked, answer, margin: false)])
  }

  /// The completion that the labeler wrote, unless it is empty or taken out.
  private func written(in answer: ExportedAnswer) -> StoredCompletion? {
    guard let id = answer.writtenID, contents.isUsable(id) else { return nil }
    return contents.completions[id].flatMap { $0.text.isEmpty ? nil : $0 }
  }

  private func demonstration(
    _ completion: StoredCompletion, _ answer: ExportedAnswer,
    with more: [String: ColumnValue] = [:]
  ) throws -> String {
    var columns = ownColumns(of: answer).merging(more) { $1 }
    columns["completion_id"] = .integer(completion.id.number)
    if filter.namesModels { columns["model"] = completion.modelName.map { .text($0) } }
    return try Demonstration(
      prompt: try shape.prompt(answer.prompt),
      completion: shape.completion(completion.text, of: answer.prompt)
    ).jsonLine(with: columns)
  }
}
