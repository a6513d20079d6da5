import Foundation
import Statistics

extension TaskSelector {
  /// Returns what could be made a task of a kind and is none yet.
  ///
  /// For pairs each two completions of a prompt, for rankings and ratings all of a prompt's (nine at
  /// most), for edits each one, for demonstrations the prompt. What is withdrawn or marked as excluded
  /// is left out.
  ///
  /// The disagreement about two completions is that of the reward models about their order, BALD
  /// (`EnsembleDisagreement`); with a single model p(1 − p), where p = σ of the difference of its
  /// scores. For more completions it is the mean over their pairs.
  ///
  /// - Throws: `FeedbackError`, `.refused` for a chat, which is made while somebody waits.
  public func candidates(
    for kind: LabelingTask.Kind, _ reader: any FeedbackReader
  ) throws -> [TaskCandidate] {
    guard kind != .chat else {
      throw FeedbackError.refused("a chat begins with a labeler; choose pairs or rankings instead")
    }
    let marks = ExcludingMarks(try reader.all(QualityTag.self))
    let scores = CompletionScores(try reader.all(RewardScore.self))
    let taken = Set(
      try reader.all(LabelingTask.self).filter { $0.kind == kind && $0.state != .void }
        .map { CandidateKey(prompt: $0.promptID, completions: Set($0.completionIDs)) })
    let usable = try reader.all(StoredCompletion.self).filter {
      $0.withdrawnAt == nil && !marks.contains(.completion, $0.id.number)
    }
    let byPrompt = Dictionary(grouping: usable, by: \.promptID).mapValues { $0.map(\.id) }
    return try reader.all(StoredPrompt.self).filter { !marks.contains(.prompt, $0.id.number) }
      .flatMap { prompt in
        completionSets(of: byPrompt[prompt.id] ?? [], for: kind).map { ids in
          TaskCandidate(
            promptID: prompt.id, completionIDs: ids,
            disagreement: scores.disagreement(
              about: kind == .demonstration ? byPrompt[prompt.id] ?? [] : ids))
        }
      }.filter {
        !taken.contains(CandidateKey(prompt: $0.promptID, completions: Set($0.completionIDs)))
      }
  }

  private func completionSets(
    of ids: [Identifier<StoredCompletion>], for kind: LabelingTask.Kind
  ) -> [[Identifier<StoredCompletion>]] {
    switch kind {
    case .pair, .chat:
      ids.indices.flatMap { index in ids[(index + 1)...].map { [ids[index], $0] } }
    case .ranking: ids.count < 2 ? [] : [Array(ids.prefix(9))]
    case .rating: ids.isEmpty ? [] : [Array(ids.prefix(9))]
    case .edit: ids.map { [$0] }
    case .demonstration: [[]]
    }
  }
}

private struct CandidateKey: Hashable {
  let prompt: Identifier<StoredPrompt>
  let completions: Set<Identifier<StoredCompletion>>
}

/// What each reward model says of each completion, by its latest score.
struct CompletionScores {
  private var scores: [Identifier<StoredCompletion>: [String: Double]] = [:]

  init(_ all: [RewardScore]) {
    for score in all.sorted(by: { $0.id < $1.id }) where score.score.isFinite {
      scores[score.completionID, default: [:]][score.rewardModel] = score.score
    }
  }

  /// Returns how much the models disagree; nothing where no model scored two of the completions.
  func disagreement(about ids: [Identifier<StoredCompletion>]) -> Double? {
    let pairs = ids.indices.flatMap { index in
      ids[(index + 1)...].compactMap { disagreement(ids[index], $0) }
    }
    return pairs.isEmpty ? nil : mean(pairs)
  }

  private func disagreement(
    _ first: Identifier<StoredCompletion>, _ second: Identifier<StoredCompletion>
  ) -> Double? {
    guard let own = scores[first], let other = scores[second] else { return nil }
    let models = own.keys.filter { other[$0] != nil }.sorted()
    let (firstScores, secondScores) = (
      models.compactMap { own[$0] }, models.compactMap { other[$0] }
    )
    if models.isEmpty { return nil }
    let found = EnsembleDisagreement(firstScores: firstScores, secondScores: secondScores)
    guard models.count == 1 else { return found.mutualInformation }
    return found.meanProbability * (1 - found.meanProbability)
  }
}
