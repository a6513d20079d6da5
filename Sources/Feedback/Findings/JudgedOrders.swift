import Statistics

/// A completion of an order, with where it was shown.
struct PlacedCompletion {
  let id: Identifier<StoredCompletion>
  let rank: Int
  /// The place in which it was shown, from 0.
  let slot: Int
}

/// An order of completions that a labeler gave.
struct JudgedOrder {
  let current: CurrentJudgement
  /// The completions that are ranked and may be used, in the order in which they were shown.
  let placed: [PlacedCompletion]

  /// The number of the prompt.
  var prompt: Int { Int(clamping: current.prompt.id.number) }
  /// The number of the labeler.
  var labeler: Int { Int(clamping: current.labeler.id.number) }

  /// The one completion that is better than all others, if there is one.
  var winner: PlacedCompletion? {
    guard placed.count > 1, let best = placed.map(\.rank).min() else { return nil }
    let winners = placed.filter { $0.rank == best }
    return winners.count == 1 ? winners[0] : nil
  }

  /// Each two completions, the one shown earlier first.
  var pairs: [(earlier: PlacedCompletion, later: PlacedCompletion)] {
    placed.indices.flatMap { index in placed[(index + 1)...].map { (placed[index], $0) } }
  }

  /// Whether all that were shown are ranked, and none are tied.
  var isStrictAndWhole: Bool {
    placed.count == current.assignment.order.count && Set(placed.map(\.rank)).count == placed.count
  }
}

extension StoreContents {
  /// Returns the orders among judgements.
  func orders(in judgements: [CurrentJudgement]) -> [JudgedOrder] {
    judgements.compactMap { current in
      guard current.task.kind.isRanked, !current.isSkipped else { return nil }
      let ranks = Dictionary(
        current.answer.ranks.map { ($0.completionID, $0.rank) }, uniquingKeysWith: { $1 })
      let order =
        current.assignment.order.isEmpty ? current.task.completionIDs : current.assignment.order
      let placed = order.enumerated().compactMap { slot, id -> PlacedCompletion? in
        guard let rank = ranks[id], isUsable(id) else { return nil }
        return PlacedCompletion(id: id, rank: rank, slot: slot)
      }
      return placed.count > 1 ? JudgedOrder(current: current, placed: placed) : nil
    }
  }
}

/// Two completions, the one of the lower number first.
struct CompletionPair: Hashable {
  let first: Identifier<StoredCompletion>
  let second: Identifier<StoredCompletion>

  init(_ one: Identifier<StoredCompletion>, _ other: Identifier<StoredCompletion>) {
    (first, second) = one < other ? (one, other) : (other, one)
  }
}

/// What labelers said of pairs of completions.
struct JudgedPairs {
  /// Who said what, of the first completion of a pair.
  private(set) var votes: [PairVote] = []
  /// The pairs by their numbers in the votes.
  private(set) var pairs: [CompletionPair] = []
  /// The task in which each pair was first compared.
  private(set) var tasks: [Identifier<LabelingTask>] = []

  init(_ orders: [JudgedOrder]) {
    var numbers: [CompletionPair: Int] = [:]
    for order in orders {
      for (earlier, later) in order.pairs {
        let pair = CompletionPair(earlier.id, later.id)
        let number = numbers[pair] ?? pairs.count
        if number == pairs.count {
          numbers[pair] = number
          pairs.append(pair)
          tasks.append(order.current.task.id)
        }
        let (first, second) = pair.first == earlier.id ? (earlier, later) : (later, earlier)
        votes.append(
          PairVote(
            pair: number, prompt: order.prompt, labeler: order.labeler,
            outcome: first.rank == second.rank ? .tie : first.rank < second.rank ? .win : .loss))
      }
    }
  }
}
