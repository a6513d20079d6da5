import Batches
import Torch

/// Rankings side by side: every completion once, and the pairs that the ranks make of them.
///
/// All pairs of a ranking stay in one batch (Ouyang et al. 2022, arXiv:2203.02155, §3.5): each
/// completion goes through the model once, however many pairs it is in.
///
/// A tie that is learned from counts as half a preference each way, so that the loss is least where
/// both rewards are equal: a label of ½. So does a preference with a probability: the other way round
/// it counts by what is left to 1, which makes the loss the cross-entropy with that probability.
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
  /// Which ranking each pair is of. `[pairs]`, int64
  let places: Tensor
  /// The number of preferences; they come before the ties.
  let preferenceCount: Int

  init(_ rankings: [TokenizedRanking], learnsTies: Bool = false, on device: Device) {
    typealias Weighed = (pair: TokenizedRanking.Pair, weight: Float, place: Int)
    var preferences: [Weighed] = []
    var rest: [Weighed] = []
    var first = 0
    for (place, ranking) in rankings.enumerated() {
      let ties = learnsTies ? ranking.ties : []
      let weight = 1 / Float(ranking.pairs.count + ties.count)
      for pair in ranking.pairs {
        let share = Float(pair.probability ?? 1)
        preferences.append((pair.moved(by: first), weight * share, place))
        if share < 1 {
          rest.append((pair.reversed.moved(by: first), weight * (1 - share), place))
        }
      }
      rest += ties.flatMap { [$0.moved(by: first), $0.reversed.moved(by: first)] }
        .map { ($0, weight / 2, place) }
      first += ranking.sequences.count
    }
    let all = preferences + rest
    sequences = SequenceBatch(rankings.flatMap(\.sequences), on: device)
    winners = Tensor(all.map(\.pair.winner), on: device)
    losers = Tensor(all.map(\.pair.loser), on: device)
    weights = Tensor(all.map(\.weight), on: device)
    places = Tensor(all.map(\.place), on: device)
    margins = Tensor(all.map { Float($0.pair.margin ?? 0) }, on: device)
    preferenceCount = preferences.count
  }
}

extension TokenizedRanking.Pair {
  /// The pair in a batch in which so many completions come before.
  fileprivate func moved(by count: Int) -> Self {
    Self(winner: winner + count, loser: loser + count, margin: margin)
  }

  /// The pair the other way round.
  fileprivate var reversed: Self { Self(winner: loser, loser: winner) }
}
