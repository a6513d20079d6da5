import Batches
public import Scoring

/// Who compares the completions of a policy while it learns.
public enum OnlineJudge {
  /// A reward: the completion that scores higher is the better one.
  case reward(any Reward)
  /// One who sees both completions of a prompt at once.
  case pairs(any PairJudge)
}

/// What a judge said of the completions of a step.
struct JudgedPairs {
  /// The pairs of which one is better.
  let pairs: [TokenizedComparison]
  /// The prompts of which neither completion is better.
  let tieCount: Int
  /// The scores as the reward gave them; nil from a judge of pairs.
  let scores: Scores?
  /// By how much the scores of each pair differ, after the penalty; empty from a judge of pairs.
  let margins: [Double]
}

extension OnlineJudge {
  /// Compares completions of which each two neighbours answer one prompt.
  ///
  /// Equal scores, and completions of the same tokens, are no pair: nothing tells which is better.
  ///
  /// - Parameter penalty: What a score loses where the completion was cut off.
  func compared(_ episodes: [Episode], penalty: Double) throws -> JudgedPairs {
    let firsts = stride(from: 0, to: episodes.count, by: 2)
    var scores: Scores?
    var margins: [Double] = []
    let verdicts: [PairVerdict]
    switch self {
    case .reward(let reward):
      let found = try reward.detailedScores(of: episodes)
      let paid = zip(found.totals, episodes).map { $1.isFinished ? $0 : $0 - penalty }
      margins = firsts.map { paid[$0] - paid[$0 + 1] }
      verdicts = margins.map { $0 == 0 ? .tie : $0 > 0 ? .first : .second }
      scores = found
    case .pairs(let judge):
      precondition(penalty == 0, "a judge of pairs gives no scores to take \(penalty) off")
      verdicts = try judge.verdicts(
        on: firsts.map { EpisodePair(first: episodes[$0], second: episodes[$0 + 1]) })
    }
    let pairs = zip(firsts, verdicts).compactMap { first, verdict in
      comparison(episodes[first].sequence, episodes[first + 1].sequence, verdict)
    }
    return JudgedPairs(
      pairs: pairs, tieCount: verdicts.count - pairs.count, scores: scores,
      margins: margins.map(\.magnitude))
  }
}

private func comparison(
  _ first: TokenizedSequence, _ second: TokenizedSequence, _ verdict: PairVerdict
) -> TokenizedComparison? {
  guard first.tokens != second.tokens else { return nil }
  switch verdict {
  case .first: return TokenizedComparison(chosen: first, rejected: second)
  case .second: return TokenizedComparison(chosen: second, rejected: first)
  case .tie: return nil
  }
}

extension Averages {
  /// Adds what was sampled and how it compared.
  mutating func add(_ judged: JudgedPairs, _ episodes: [Episode]) {
    addLengths(of: episodes)
    add("ties", Double(judged.tieCount), over: judged.tieCount + judged.pairs.count)
    guard let scores = judged.scores else { return }
    add("objective/scores", scores.totals.reduce(0, +), over: scores.totals.count)
    add("objective/scores_margin", judged.margins.reduce(0, +), over: judged.margins.count)
    for (name, value) in scores.metrics { add(name, value, over: 1) }
  }
}
