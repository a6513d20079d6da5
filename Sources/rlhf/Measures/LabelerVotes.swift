import Datasets
import Statistics

/// Returns what labelers said of pairs of completions; rows without a labeler's name say nothing
/// of agreement.
func labelerVotes(in rows: [Ranking]) -> [PairVote] {
  struct Key: Hashable {
    let prompt: Content
    let completions: Set<Content>
  }
  var pairs: [Key: (number: Int, first: Content)] = [:]
  var (prompts, labelers): ([Content: Int], [String: Int]) = ([:], [:])
  return rows.flatMap { row -> [PairVote] in
    guard let name = row.labeler else { return [] }
    let labeler = labelers[name] ?? labelers.count
    let prompt = prompts[row.prompt] ?? prompts.count
    (labelers[name], prompts[row.prompt]) = (labeler, prompt)
    return row.completions.indices.flatMap { earlier in
      row.completions.indices.dropFirst(earlier + 1).map { later in
        let (one, other) = (row.completions[earlier], row.completions[later])
        let key = Key(prompt: row.prompt, completions: [one, other])
        let pair = pairs[key] ?? (pairs.count, one)
        pairs[key] = pair
        // A lower rank is better.
        let found = Outcome(Double(row.ranks[later]), against: Double(row.ranks[earlier]))
        return PairVote(
          pair: pair.number, prompt: prompt, labeler: labeler,
          outcome: pair.first == one ? found : found.turned)
      }
    }
  }
}

extension Outcome {
  /// The outcome for the other one.
  fileprivate var turned: Outcome {
    switch self {
    case .win: .loss
    case .loss: .win
    case .tie: .tie
    }
  }
}
