import Batches
import Datasets
import Evaluation
import Models
import Scoring
import Torch

/// A row as it was read and as the model reads it.
struct RankingRow {
  let row: Ranking
  let tokens: TokenizedRanking
}

/// Scores all completions of rankings, each once.
///
/// - Parameter rowsPerPass: Rankings of one forward pass.
func scored(
  _ rows: [RankingRow], by model: ScalarModel, rowsPerPass: Int
) -> [ScoredRanking] {
  var prompts: [Content: Int] = [:]
  var scored: [ScoredRanking] = []
  for part in rows.chunked(by: rowsPerPass) {
    let batch = SequenceBatch(part.flatMap(\.tokens.sequences), on: model.device)
    let rewards = withoutGradients { model.rewards(of: batch).floats }.map { Double($0) }
    var first = 0
    for item in part {
      let count = item.tokens.sequences.count
      let prompt = prompts[item.row.prompt] ?? prompts.count
      prompts[item.row.prompt] = prompt
      scored.append(
        ScoredRanking(item, rewards: Array(rewards[first..<first + count]), prompt: prompt))
      first += count
    }
  }
  return scored
}

extension ScoredRanking {
  fileprivate init(_ item: RankingRow, rewards: [Double], prompt: Int) {
    let preferences = item.tokens.pairs.map {
      Pair(better: $0.winner, worse: $0.loser, probability: item.row.probability ?? 1)
    }
    let ties = item.tokens.ties.map {
      Pair(better: $0.winner, worse: $0.loser, probability: 0.5)
    }
    self.init(
      prompt: prompt, rewards: rewards, lengths: item.tokens.sequences.map(\.completion.count),
      pairs: preferences + ties, labeler: item.row.labeler, origin: item.row.origin,
      strength: item.row.margin)
  }

  /// The rewards of the preferred completions, and of the others; ties are left out.
  var preferences: [(chosen: Double, rejected: Double)] {
    pairs.filter { $0.probability != 0.5 }.map { (rewards[$0.better], rewards[$0.worse]) }
  }
}
