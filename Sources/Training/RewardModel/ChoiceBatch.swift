import Batches
import Torch

/// The choices that rankings side by side are made of, for the Plackett–Luce loss.
///
/// What a completion was chosen from is itself, what it was preferred to, and, where ties are learned
/// from, what it was tied with. The completions are in the order of `RankingBatch`.
struct ChoiceBatch {
  /// The completion that was chosen. `[choices]`, int64
  let chosen: Tensor
  /// What it was chosen from. `[choices, completions]`, bool
  let isLeft: Tensor
  /// One over the number of choices in the choice's ranking. `[choices]`
  let weights: Tensor
  /// Which ranking each choice is of. `[choices]`, int64
  let places: Tensor

  init(_ rankings: [TokenizedRanking], learnsTies: Bool, on device: Device) {
    let width = rankings.reduce(0) { $0 + $1.sequences.count }
    var (chosen, weights, isLeft, places) = ([Int](), [Float](), [Bool](), [Int]())
    var first = 0
    for (place, ranking) in rankings.enumerated() {
      let choices = ranking.choices(learningTies: learnsTies)
      for (index, others) in choices {
        var row = Array(repeating: false, count: width)
        for other in others + [index] { row[first + other] = true }
        isLeft += row
        chosen.append(first + index)
        weights.append(1 / Float(choices.count))
        places.append(place)
      }
      first += ranking.sequences.count
    }
    self.chosen = Tensor(chosen, on: device)
    self.weights = Tensor(weights, on: device)
    self.places = Tensor(places, on: device)
    self.isLeft = Tensor(isLeft, shape: [chosen.count, width], on: device)
  }
}

extension TokenizedRanking {
  /// Each completion that was chosen from several, with the others.
  fileprivate func choices(learningTies: Bool) -> [(index: Int, others: [Int])] {
    sequences.indices.compactMap { index in
      var others = pairs.filter { $0.winner == index }.map(\.loser)
      if learningTies {
        others += ties.filter { $0.winner == index }.map(\.loser)
        others += ties.filter { $0.loser == index }.map(\.winner)
      }
      return others.isEmpty ? nil : (index, others)
    }
  }
}
