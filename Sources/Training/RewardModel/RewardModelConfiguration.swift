public import Batches

/// What makes a loss of rankings.
public enum RankingObjective: String, Codable, Sendable, CaseIterable {
  /// Every pair by itself (Bradley and Terry 1952).
  case bradleyTerry = "bradley_terry"
  /// The ranking as a row of choices (Plackett 1975); the same for two completions.
  case plackettLuce = "plackett_luce"
}

/// How a reward model learns from rankings.
public struct RewardModelConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved; a row is a ranking.
  public var optimization = OptimizationConfiguration()
  /// What makes a loss of rankings: `bradley_terry` or `plackett_luce`.
  public var objective = RankingObjective.bradleyTerry
  /// c in c·(r₊ + r₋)², which holds rewards near zero; TRL recommends 0.01, 0 leaves it out.
  public var centeringCoefficient = 0.0
  /// Whether the `margin` of a row is asked of the difference of rewards, by `bradley_terry`.
  public var usesMargins = true
  /// Whether completions that were found equally good are learned from, as a label of ½.
  public var learnsTies = false

  /// The defaults: learning rate 10⁻⁵ and one epoch, as in arXiv:2009.01325.
  public init() {}

  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try require(
      centeringCoefficient >= 0, "centering_coefficient", centeringCoefficient, "at least 0")
  }
}

extension RewardModelConfiguration {
  /// Whether there is something to learn from a ranking.
  public func learns(from ranking: TokenizedRanking) -> Bool {
    !ranking.pairs.isEmpty || learnsTies && !ranking.ties.isEmpty
  }
}
