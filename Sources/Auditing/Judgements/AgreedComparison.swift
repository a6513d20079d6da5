public import Datasets
public import Statistics

/// What several labelers' judgements of the same two completions come to.
public struct AgreedComparison: Sendable, Equatable {
  /// The pair, with the completion first that is more likely the better one; it has no labeler.
  public let comparison: Comparison
  /// How likely it truly is the better one, in `½...1`: a soft label for a reward model.
  public let probability: Double
  /// How many judgements there were.
  public let voteCount: Int
}

/// Puts judgements of the same pairs together, each labeler counting as much as they deserve.
///
///     log odds(first is better) = Σ ± log(γ / (1 − γ)) of who said so
///
/// γ, how often a labeler is right, is found from nothing but the judgements: see
/// `LabelerReliability`, the one-coin form of Dawid and Skene 1979. Rows without a labeler count as
/// one labeler's.
///
/// - Parameters:
///   - comparisons: In any order; a pair may come either way round.
///   - prior: What is thought of a labeler before.
/// - Returns: One for each two completions of a prompt, in the order of their first rows, with the
///   margin that the rows of the likelier direction have on average, where they have one.
public func agreedComparisons(
  of comparisons: [Comparison], prior: LabelerReliability.Prior = LabelerReliability.Prior()
) -> [AgreedComparison] {
  let ledger = VoteLedger(comparisons)
  let posteriors = LabelerReliability(votes: ledger.votes, prior: prior).posteriors
  return ledger.rows.enumerated().map { pair, rows in
    let first = comparisons[rows[0]]
    let probability = posteriors[pair] ?? 0.5
    let isTurned = probability < 0.5
    let better = isTurned ? first.rejected : first.chosen
    var agreed = first
    agreed.chosen = better
    agreed.rejected = isTurned ? first.chosen : first.rejected
    agreed.labeler = nil
    let margins = rows.filter { comparisons[$0].chosen == better }
      .compactMap { comparisons[$0].margin }
    agreed.margin =
      margins.isEmpty ? nil : margins.reduce(0, +) / Double(margins.count)
    return AgreedComparison(
      comparison: agreed, probability: max(probability, 1 - probability), voteCount: rows.count)
  }
}

/// Comparisons as votes on numbered pairs.
private struct VoteLedger {
  private struct Key: Hashable {
    let prompt: Content
    let completions: Set<Content>
  }

  /// The rows of each pair.
  private(set) var rows: [[Int]] = []
  private(set) var votes: [PairVote] = []

  init(_ comparisons: [Comparison]) {
    var pairs: [Key: Int] = [:]
    var prompts: [Content: Int] = [:]
    var labelers: [String?: Int] = [:]
    for (index, row) in comparisons.enumerated() {
      let key = Key(prompt: row.prompt, completions: [row.chosen, row.rejected])
      let pair = pairs[key] ?? rows.count
      let prompt = prompts[row.prompt] ?? prompts.count
      let labeler = labelers[row.labeler] ?? labelers.count
      (pairs[key], prompts[row.prompt], labelers[row.labeler]) = (pair, prompt, labeler)
      if pair == rows.count { rows.append([]) }
      rows[pair].append(index)
      let isAsFirst = comparisons[rows[pair][0]].chosen == row.chosen
      votes.append(
        PairVote(pair: pair, prompt: prompt, labeler: labeler, outcome: isAsFirst ? .win : .loss))
    }
  }
}
