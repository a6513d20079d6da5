import Batches
import Models
import Objectives
import Scoring
import Torch

/// The scores of the pairs that rankings make.
struct RankingScores {
  /// Of the better completion of each pair.
  private(set) var chosen: [Double] = []
  /// Of the worse one.
  private(set) var rejected: [Double] = []

  /// Scores all completions, each once.
  ///
  /// - Parameters:
  ///   - head: The head that counts; the mean of all when nil.
  ///   - rowsPerPass: Rankings of one forward pass.
  init(
    of rankings: [TokenizedRanking], by model: ScalarModel, head: Int? = nil, rowsPerPass: Int,
    precision: DType = .float32
  ) {
    for part in rankings.chunked(by: rowsPerPass) {
      let batch = SequenceBatch(part.flatMap(\.sequences), on: model.device)
      let scores = withoutGradients {
        let heads = model.headRewards(of: batch, precision: precision)
        return (head.map { heads.select($0, along: 1) } ?? heads.mean(along: 1)).floats
      }
      var first = 0
      for ranking in part {
        for pair in ranking.pairs {
          chosen.append(Double(scores[first + pair.winner]))
          rejected.append(Double(scores[first + pair.loser]))
        }
        first += ranking.sequences.count
      }
    }
  }

  /// By how much the better completion leads, on average.
  var meanMargin: Double { mean(zip(chosen, rejected).map { $0 - $1 }) }

  /// The share of pairs in which the better completion leads.
  var accuracy: Double { mean(zip(chosen, rejected).map { $0 > $1 ? 1 : 0 }) }

  /// The metrics of a reward model under TRL's names.
  var metrics: [String: Double] {
    guard !chosen.isEmpty else { return [:] }
    let losses = pairwisePreferenceLoss(
      chosenRewards: Tensor(chosen.map(Float.init)),
      rejectedRewards: Tensor(rejected.map(Float.init)))
    return [
      "loss": losses.mean().value, "accuracy": accuracy, "margin": meanMargin,
      "pairs": Double(chosen.count),
    ]
  }
}

/// The mean; NaN of nothing.
func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
