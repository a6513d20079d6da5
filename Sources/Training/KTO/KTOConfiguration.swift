public import Objectives

/// How a policy learns from completions that were judged one by one.
public struct KTOConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved; a row is a completion.
  public var optimization = OptimizationConfiguration()
  /// What is asked of a completion: `kto`, `apo_zero_unpaired` or `bco`.
  public var loss = ProspectLoss.kto
  /// β, the strength of the pull to the reference; positive.
  public var beta = 0.1
  /// The weight of completions that were found good.
  public var desirableWeight = 1.0
  /// The weight of completions that were found bad.
  public var undesirableWeight = 1.0

  /// The defaults: learning rate 10⁻⁶ and β 0.1, as TRL's.
  public init() { optimization.learningRate = 1e-6 }

  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try require(beta > 0, "beta", beta, "more than 0")
    try require(desirableWeight > 0, "desirable_weight", desirableWeight, "more than 0")
    try require(undesirableWeight > 0, "undesirable_weight", undesirableWeight, "more than 0")
    try require(
      loss != .kto || optimization.batchSize > 1, "optimization.batch_size",
      optimization.batchSize, "at least 2: the reference point needs other completions")
  }

  /// How much more all that was found good weighs than all that was found bad.
  ///
  /// TRL warns outside 1 to 1.33.
  public func balance(desirable: Int, undesirable: Int) -> Double {
    desirableWeight * Double(desirable) / (undesirableWeight * Double(undesirable))
  }
}
