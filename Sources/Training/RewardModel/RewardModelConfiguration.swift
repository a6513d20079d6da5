public import Batches

/// What makes a loss of rankings, or of steps.
public enum RankingObjective: String, Codable, Sendable, CaseIterable {
  /// Every pair by itself (Bradley and Terry 1952).
  case bradleyTerry = "bradley_terry"
  /// The ranking as a row of choices (Plackett 1975); the same for two completions.
  case plackettLuce = "plackett_luce"
  /// Each step of a completion, right or wrong; for rows of steps, and not of rankings.
  case stepwise
}

/// Which rows the heads of an ensemble learn from.
public enum HeadRows: String, Codable, Sendable, CaseIterable {
  /// All of them: heads differ by where they began.
  case all
  /// As many as there are, drawn with replacement for each head (Efron 1979).
  case bootstrap
}

/// How a reward model is kept from learning that longer is better.
public enum LengthDebiasing: String, Codable, Sendable, CaseIterable {
  /// It is not.
  case none
  /// A second head takes the length upon itself, and is left out in the end.
  case odin
}

/// When the rewards are given mean 0 and standard deviation 1 on reference texts.
public enum RewardNormalization: String, Codable, Sendable, CaseIterable {
  /// Never, before training, after it, or both.
  case none, before, after, both
}

/// How a reward model learns from rankings.
public struct RewardModelConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved; a row is a ranking.
  public var optimization = OptimizationConfiguration()
  /// What makes a loss of a row: `bradley_terry`, `plackett_luce` or `stepwise`.
  public var objective = RankingObjective.bradleyTerry
  /// c in c·(r₊ + r₋)², which holds rewards near zero; TRL recommends 0.01, 0 leaves it out.
  public var centeringCoefficient = 0.0
  /// Whether the `margin` of a row is asked of the difference of rewards, by `bradley_terry`.
  public var usesMargins = true
  /// Whether completions that were found equally good are learned from, as a label of ½.
  public var learnsTies = false
  /// Heads on the one trunk: more than one are an ensemble.
  public var heads = 1
  /// Which rows each head of an ensemble learns from.
  public var headRows = HeadRows.all
  /// How the model is kept from learning that longer is better.
  public var lengthDebiasing = LengthDebiasing.none
  /// λ_L of ODIN: how much the heads' correlation with length weighs.
  public var lengthCorrelationWeight = 1.0
  /// λ_O of ODIN: how much it weighs that the heads point apart.
  public var orthogonalityWeight = 1.0
  /// When rewards are given mean 0 and standard deviation 1 on reference texts.
  public var normalization = RewardNormalization.none
  /// What ends a step, for `stepwise`.
  public var stepSeparator = "\n"

  /// The defaults: learning rate 10⁻⁵ and one epoch, as in arXiv:2009.01325.
  public init() {}
}

extension RewardModelConfiguration {
  /// Refuses values that make no sense, and settings that would have no effect.
  public func validate() throws {
    try optimization.validate()
    try require(
      centeringCoefficient >= 0, "centering_coefficient", centeringCoefficient, "at least 0")
    try require((1...64).contains(heads), "heads", heads, "from 1 to 64")
    try require(
      headRows == .all || heads > 1, "head_rows", headRows.rawValue, "all: there is one head")
    try require(
      !stepSeparator.isEmpty, "step_separator", "empty", "some text, such as a line's end")
    try validateDebiasing()
    try validateStepwise()
  }

  private func validateDebiasing() throws {
    guard lengthDebiasing == .odin else { return }
    try require(heads == 1, "heads", heads, "1: ODIN has two of its own, and one stays")
    try require(
      lengthCorrelationWeight >= 0, "length_correlation_weight", lengthCorrelationWeight,
      "at least 0")
    try require(orthogonalityWeight >= 0, "orthogonality_weight", orthogonalityWeight, "at least 0")
    try require(
      optimization.batchSize > 1 && optimization.rowsPerPass == optimization.batchSize,
      "optimization.micro_batch_size", optimization.microBatchSize,
      "0, and batch_size at least 2: ODIN correlates all texts of a batch")
  }

  private func validateStepwise() throws {
    guard objective == .stepwise else { return }
    let settings: [(Bool, String, String)] = [
      (centeringCoefficient == 0, "centering_coefficient", "\(centeringCoefficient)"),
      (!learnsTies, "learns_ties", "\(learnsTies)"), (heads == 1, "heads", "\(heads)"),
      (lengthDebiasing == .none, "length_debiasing", lengthDebiasing.rawValue),
      (normalization == .none, "normalization", normalization.rawValue),
    ]
    for (isDefault, key, value) in settings {
      try require(isDefault, key, value, "as by default: stepwise does not heed it")
    }
  }

  /// How many heads the model has while it learns.
  public var trainedHeadCount: Int { lengthDebiasing == .odin ? 2 : heads }

  /// Whether there is something to learn from a ranking.
  public func learns(from ranking: TokenizedRanking) -> Bool {
    !ranking.pairs.isEmpty || learnsTies && !ranking.ties.isEmpty
  }
}
