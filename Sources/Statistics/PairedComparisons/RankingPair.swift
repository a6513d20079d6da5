/// A pair of items of one ranking, and how the first did.
public struct RankingPair: Sendable, Codable, Equatable {
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
public func pairs(ofRanks ranks: [Int?]) -> [RankingPair] {
  let ranked = ranks.enumerated().compactMap { item, rank in rank.map { (item: item, rank: $0) } }
  let weight = 2 / Double(ranked.count * (ranked.count - 1))
  return ranked.indices.flatMap { index in
    ranked[(index + 1)...].map { other in
      let own = ranked[index]
      return RankingPair(
        first: own.item, second: other.item,
        outcome: own.rank == other.rank ? .tie : own.rank < other.rank ? .win : .loss,
        weight: weight)
    }
  }
}
