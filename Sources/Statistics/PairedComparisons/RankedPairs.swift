/// The order that several rankings of the same items have in common, by majorities.
///
/// Ranked pairs, Tideman 1987: the majorities are locked in from the largest margin down, leaving
/// out each that would close a circle with those already locked. Equal margins are taken in the
/// order of more votes for, then of item numbers.
public struct RankedPairs: Sendable, Codable, Equatable {
  /// One item being preferred to another by more rankings than the other way round.
  public struct Majority: Sendable, Codable, Equatable {
    /// The preferred item.
    public let winner: Int
    /// The other item.
    public let loser: Int
    /// The weight of the rankings that have the winner before the loser.
    public let votesFor: Double
    /// The weight of those that have it after.
    public let votesAgainst: Double

    /// The weight for minus that against; positive.
    public var margin: Double { votesFor - votesAgainst }
  }

  /// All items, the best first.
  public let order: [Int]
  /// The majorities, the largest margin first.
  public let majorities: [Majority]
  /// Those left out because they would have closed a circle.
  public let overruled: [Majority]
  /// The item that a majority prefers to each other one, if there is one.
  public let condorcetWinner: Int?
  /// The groups of items within which majorities go round in circles; empty in the good case.
  public let cycles: [[Int]]

  /// Combines rankings.
  ///
  /// - Parameters:
  ///   - rankings: The rank of each item, the least is best, equal ones are ties; nil where the
  ///     ranking does not have the item. `[ranking][item]`
  ///   - weights: How often each ranking counts; where nil, once.
  public init(rankings: [[Int?]], weights: [Double]? = nil) {
    let itemCount = rankings.first?.count ?? 0
    precondition(
      rankings.allSatisfy { $0.count == itemCount },
      "each ranking must have \(itemCount) places, one of them nil for each missing item")
    let weights = weights ?? rankings.map { _ in 1 }
    requireSameCount(rankings, weights)
    majorities = Self.majorities(of: rankings, weights: weights, itemCount: itemCount)
    var locked = [[Bool]](
      repeating: [Bool](repeating: false, count: itemCount), count: itemCount)
    var overruled: [Majority] = []
    for majority in majorities {
      if locked[majority.loser][majority.winner] {
        overruled.append(majority)
      } else {
        Self.lock(majority, in: &locked)
      }
    }
    self.overruled = overruled
    let wins = locked.map { $0.count { $0 } }
    let losses = (0..<itemCount).map { item in locked.count { $0[item] } }
    order = (0..<itemCount).sorted {
      (losses[$0], -wins[$0], $0) < (losses[$1], -wins[$1], $1)
    }
    let victories = Dictionary(grouping: majorities, by: \.winner).mapValues(\.count)
    condorcetWinner = (0..<itemCount).first { victories[$0, default: 0] == itemCount - 1 }
    var graph = WinGraph(itemCount: itemCount)
    for majority in majorities { graph.insert(winner: majority.winner, loser: majority.loser) }
    cycles = graph.components.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private static func majorities(
    of rankings: [[Int?]], weights: [Double], itemCount: Int
  ) -> [Majority] {
    var votes = SquareMatrix(size: itemCount)
    for (ranking, weight) in zip(rankings, weights) {
      for (item, rank) in ranking.enumerated() {
        guard let rank else { continue }
        for (other, otherRank) in ranking.enumerated() {
          if let otherRank, rank < otherRank { votes[item, other] += weight }
        }
      }
    }
    var found: [Majority] = []
    for winner in 0..<itemCount {
      for loser in 0..<itemCount where votes[winner, loser] > votes[loser, winner] {
        found.append(
          Majority(
            winner: winner, loser: loser, votesFor: votes[winner, loser],
            votesAgainst: votes[loser, winner]))
      }
    }
    return found.sorted {
      (-$0.margin, -$0.votesFor, $0.winner, $0.loser)
        < (-$1.margin, -$1.votesFor, $1.winner, $1.loser)
    }
  }

  /// Locks a majority with all that follows from it: whoever leads to the winner leads to whomever
  /// the loser leads to.
  private static func lock(_ majority: Majority, in locked: inout [[Bool]]) {
    let before = locked.indices.filter { $0 == majority.winner || locked[$0][majority.winner] }
    let after = locked.indices.filter { $0 == majority.loser || locked[majority.loser][$0] }
    for winner in before { for loser in after { locked[winner][loser] = true } }
  }
}
