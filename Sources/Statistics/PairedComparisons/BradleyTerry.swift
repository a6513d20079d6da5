/// Strengths of items from paired comparisons, where a tie is half a win of each.
///
///     P(i ≻ j) = πᵢ / (πᵢ + πⱼ) = σ(θᵢ − θⱼ),   θ = log π
///
/// Zermelo 1929, Bradley and Terry 1952; the most likely θ by Newton's method. Halving ties, the
/// custom of chat arenas, compresses the strengths; `DavidsonTies` does not.
public struct BradleyTerry: Sendable, Codable, Equatable {
  /// The strength of each item.
  public let strengths: Strengths
  /// Σ log P of the outcomes, in nats.
  public let logLikelihood: Double
  /// How many steps the fit took.
  public let iterationCount: Int
  /// Whether the top of the likelihood was found; otherwise the strengths are NaN.
  public let isReached: Bool
  /// Whether the wins connect all items, and what was done if not.
  public let connection: Connectedness

  /// Fits strengths to contests.
  ///
  /// - Parameters:
  ///   - itemCount: Items are numbered from 0 to below it.
  ///   - contests: Who did how well against whom. Give clusters where outcomes of one prompt may
  ///     depend on each other.
  ///   - pseudoCount: How many wins and losses each item gets against a made-up one. Where nil, ½ if
  ///     the strengths were not finite otherwise, and else 0.
  ///   - confidence: In `0..<1`.
  public init(
    itemCount: Int, contests: [Contest], pseudoCount: Double? = nil, confidence: Double = 0.95
  ) {
    requireItems(of: contests, below: itemCount)
    let contests = contests.map(\.withTiesAsHalf)
    connection = Connectedness(
      WinGraph(of: contests, itemCount: itemCount), pseudoCount: pseudoCount)
    var model = ChoiceModel(parameterCount: itemCount)
    model.add(contests, tieParameter: nil)
    model.addPseudoWins(connection.pseudoCount, itemCount: itemCount, tieParameter: nil)
    let fit = model.fit(
      itemCount: itemCount, isAnchored: connection.pseudoCount > 0, confidence: confidence)
    strengths = fit.strengths
    logLikelihood = fit.logLikelihood
    iterationCount = fit.iterationCount
    isReached = fit.isReached
  }
}

extension ChoiceModel {
  /// Adds contests as choices of the first item, the second, or, with a parameter for it, a tie.
  mutating func add(_ contests: [Contest], tieParameter: Int?) {
    var sets: [[Int]: Int] = [:]
    for contest in contests {
      let pair = [contest.first, contest.second]
      let set = sets[pair] ?? addSet(Self.pair(contest.first, contest.second, tieParameter))
      sets[pair] = set
      for (alternative, weight) in [contest.firstWins, contest.secondWins, contest.ties]
        .enumerated()
      {
        choose(alternative, from: set, weight: weight, cluster: contest.cluster)
      }
    }
  }

  /// Gives each item wins and as many losses against a made-up item of log π 0.
  mutating func addPseudoWins(_ count: Double, itemCount: Int, tieParameter: Int?) {
    guard count > 0 else { return }
    for item in 0..<itemCount {
      let set = addSet(Self.pair(item, nil, tieParameter))
      choose(0, from: set, weight: count, cluster: nil, isPseudo: true)
      choose(1, from: set, weight: count, cluster: nil, isPseudo: true)
    }
  }

  private static func pair(_ first: Int, _ second: Int?, _ tieParameter: Int?) -> [[Term]] {
    func terms(_ item: Int?, _ coefficient: Double) -> [Term] {
      item.map { [Term(parameter: $0, coefficient: coefficient)] } ?? []
    }
    let decisive = [terms(first, 1), terms(second, 1)]
    guard let tieParameter else { return decisive }
    return decisive + [terms(first, 0.5) + terms(second, 0.5) + terms(tieParameter, 1)]
  }
}
