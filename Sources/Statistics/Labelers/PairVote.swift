/// What one labeler said of one pair of completions.
public struct PairVote: Sendable, Codable, Equatable {
  /// The number of the pair; the same for all votes on the same two completions.
  public let pair: Int
  /// The number of the prompt, or of what else pairs depend on.
  public let prompt: Int
  /// The number of the labeler.
  public let labeler: Int
  /// How the pair's first completion did, first being the same one in all votes.
  public let outcome: Outcome

  /// Creates a vote from its parts.
  public init(pair: Int, prompt: Int, labeler: Int, outcome: Outcome) {
    self.pair = pair
    self.prompt = prompt
    self.labeler = labeler
    self.outcome = outcome
  }
}

/// A pair of items of one ranking, and how the first did.
public struct RankedPair: Sendable, Codable, Equatable {
  /// The number of the first item.
  public let first: Int
  /// The number of the second item, greater than the first.
  public let second: Int
  /// How the first did.
  public let outcome: Outcome
  /// One over the number of pairs of the ranking, so that each ranking counts once.
  public let weight: Double
}

/// Returns all pairs of a ranking.
///
/// - Parameter ranks: The rank of each item, the least is best, equal ones are ties; nil where the
///   ranking does not have the item, which says nothing about it.
public func pairs(ofRanks ranks: [Int?]) -> [RankedPair] {
  let ranked = ranks.enumerated().compactMap { item, rank in rank.map { (item: item, rank: $0) } }
  let weight = 2 / Double(ranked.count * (ranked.count - 1))
  return ranked.indices.flatMap { index in
    ranked[(index + 1)...].map { other in
      let own = ranked[index]
      return RankedPair(
        first: own.item, second: other.item,
        outcome: own.rank == other.rank ? .tie : own.rank < other.rank ? .win : .loss,
        weight: weight)
    }
  }
}
