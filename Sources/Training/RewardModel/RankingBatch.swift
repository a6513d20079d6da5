import Batches
import Torch

/// Rankings side by side: every completion once, and the pairs that the ranks make of them.
///
/// All pairs of a ranking stay in one batch (Ouyang et al. 2022, arXiv:2203.02155, §3.5): each
/// completion goes through the model once, however many pairs it is in.
struct RankingBatch {
  /// All completions of all rankings.
  let sequences: SequenceBatch
  /// The better completion of each pair. `[pairs]`, int64
  let winners: Tensor
  /// The worse completion of each pair. `[pairs]`, int64
  let losers: Tensor
  /// One over the number of pairs in the pair's ranking. `[pairs]`
  let weights: Tensor
  /// What the winner should lead by. `[pairs]`
  let margins: Tensor
  /// The number of pairs.
  let pairCount: Int

  init(_ rankings: [TokenizedRanking], on device: Device) {
    var winners: [Int] = []
    var losers: [Int] = []
    var weights: [Float] = []
    var margins: [Float] = []
    var first = 0
    for ranking in rankings {
      let pairs = ranking.pairs
      winners += pairs.map { first + $0.winner }
      losers += pairs.map { first + $0.loser }
      weights += pairs.map { _ in 1 / Float(pairs.count) }
      margins += pairs.map { Float($0.margin ?? 0) }
      first += ranking.sequences.count
    }
    sequences = SequenceBatch(rankings.flatMap(\.sequences), on: device)
    self.winners = Tensor(winners, on: device)
    self.losers = Tensor(losers, on: device)
    self.weights = Tensor(weights, on: device)
    self.margins = Tensor(margins, on: device)
    pairCount = winners.count
  }
}
