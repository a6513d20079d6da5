import Foundation

/// Strengths of items from rankings, with ties and missing items.
///
///     P(ranking) = Π_j f(C_j) / Σ_{k ∈ orders} Σ_{S ⊆ A_j, |S| = k} f(S)
///     f(S) = δ_|S| · (Π_{i ∈ S} αᵢ)^(1/|S|),   δ₁ = 1
///
/// Turner, van Etten, Firth and Kosmidis 2020 (*Modelling rankings in R: the PlackettLuce package*);
/// C_j is what was put at the j-th place, A_j what was not placed before. Without ties it is
/// Plackett 1975; with pairs alone it is `DavidsonTies` with ν = δ₂.
public struct PlackettLuce: Sendable, Codable, Equatable {
  /// The strength α of each item.
  public let strengths: Strengths
  /// log δ of each number of items tied at one place that occurs, by that number.
  public let tieStrengths: [Int: Estimate]
  /// Σ log P of the rankings, in nats; without pseudo-comparisons.
  public let logLikelihood: Double
  /// How many steps the fit took.
  public let iterationCount: Int
  /// Whether the top of the likelihood was found; otherwise the strengths are NaN.
  public let isReached: Bool
  /// Whether strict wins connect all items, and what was done if not.
  public let connection: Connectedness

  /// Fits strengths to rankings.
  ///
  /// - Parameters:
  ///   - rankings: The rank of each item, the least is best, equal ones are ties; nil where the
  ///     ranking does not have the item, which says nothing about it. `[ranking][item]`
  ///   - keys: The cluster of each ranking, such as its prompt; where nil, each is one of its own.
  ///   - pseudoCount: How many wins and losses each item gets against a made-up one. Where nil, ½ if
  ///     the strengths were not finite otherwise, and else 0.
  ///   - confidence: In `0..<1`.
  /// - Complexity: Each place has as many alternatives as there are ties of the sizes that occur:
  ///   with nine items and ties of every size, 511.
  public init(
    rankings: [[Int?]], clusteredBy keys: [Int]? = nil, pseudoCount: Double? = nil,
    confidence: Double = 0.95
  ) {
    if let keys { requireSameCount(rankings, keys) }
    let itemCount = rankings.first?.count ?? 0
    precondition(
      rankings.allSatisfy { $0.count == itemCount },
      "each ranking must have \(itemCount) places, one of them nil for each missing item")
    connection = Connectedness(
      WinGraph(ofRankings: rankings, itemCount: itemCount), pseudoCount: pseudoCount)
    let orders = tieOrders(of: rankings)
    var model = ChoiceModel(parameterCount: itemCount + orders.count)
    var stages = RankingStages(itemCount: itemCount, orders: orders)
    for (index, ranking) in rankings.enumerated() {
      stages.add(ranking, cluster: keys?[index] ?? index, to: &model)
    }
    let pairTies = orders.firstIndex(of: 2).map { itemCount + $0 }
    model.addPseudoWins(connection.pseudoCount, itemCount: itemCount, tieParameter: pairTies)
    let fit = model.fit(
      itemCount: itemCount, isAnchored: connection.pseudoCount > 0, confidence: confidence)
    strengths = fit.strengths
    tieStrengths = Dictionary(uniqueKeysWithValues: zip(orders, fit.others))
    logLikelihood = fit.logLikelihood
    iterationCount = fit.iterationCount
    isReached = fit.isReached
  }

  /// Returns P(ranking) without ties, for strengths α in the order of the ranking.
  ///
  /// - Parameter strengths: α of the best, the second, …; positive.
  public static func probability(ofOrder strengths: [Double]) -> Double {
    strengths.indices.reduce(1) { product, place in
      product * strengths[place] / strengths[place...].reduce(0, +)
    }
  }
}

/// The sizes above 1 of what stands at one place in any ranking, in rising order.
private func tieOrders(of rankings: [[Int?]]) -> [Int] {
  let sizes = rankings.flatMap { ranking in places(of: ranking).map(\.count) }
  return Set(sizes).filter { $0 > 1 }.sorted()
}

/// Returns the items at each place of a ranking, the best first.
func places(of ranking: [Int?]) -> [[Int]] {
  var items: [Int: [Int]] = [:]
  for (item, rank) in ranking.enumerated() {
    if let rank { items[rank, default: []].append(item) }
  }
  return items.sorted { $0.key < $1.key }.map(\.value)
}

/// Turns rankings into choices of what to put next.
private struct RankingStages {
  let itemCount: Int
  let orders: [Int]
  /// The number of the set of choices for what is left to place, and of each alternative in it.
  private var sets: [[Int]: (set: Int, alternatives: [[Int]: Int])] = [:]

  init(itemCount: Int, orders: [Int]) {
    self.itemCount = itemCount
    self.orders = orders
  }

  mutating func add(_ ranking: [Int?], cluster: Int, to model: inout ChoiceModel) {
    let places = places(of: ranking)
    for index in places.indices {
      let left = places[index...].joined().sorted()
      guard left.count > 1 else { continue }
      let stage = sets[left] ?? stage(for: left, in: &model)
      sets[left] = stage
      guard let alternative = stage.alternatives[places[index]] else { continue }
      model.choose(alternative, from: stage.set, weight: 1, cluster: cluster)
    }
  }

  private func stage(
    for left: [Int], in model: inout ChoiceModel
  ) -> (set: Int, alternatives: [[Int]: Int]) {
    var alternatives = left.map { [$0] }
    for order in orders where order <= left.count {
      alternatives += subsets(of: left[...], size: order)
    }
    let terms = alternatives.map { items in
      items.map { ChoiceModel.Term(parameter: $0, coefficient: 1 / Double(items.count)) }
        + (orders.firstIndex(of: items.count).map {
          [ChoiceModel.Term(parameter: itemCount + $0, coefficient: 1)]
        } ?? [])
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(alternatives, alternatives.indices))
    return (model.addSet(terms), numbers)
  }

  private func subsets(of items: ArraySlice<Int>, size: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard let first = items.first, items.count >= size else { return [] }
    return subsets(of: items.dropFirst(), size: size - 1).map { [first] + $0 }
      + subsets(of: items.dropFirst(), size: size)
  }
}

extension WinGraph {
  /// The strict orders of rankings; nil is a missing item.
  init(ofRankings rankings: [[Int?]], itemCount: Int) {
    self.init(itemCount: itemCount)
    for ranking in rankings {
      let places = places(of: ranking)
      for (better, worse) in zip(places, places.dropFirst()) {
        for winner in better { for loser in worse { insert(winner: winner, loser: loser) } }
      }
    }
  }
}
