public import Batches

/// How a policy learns from comparisons without a reward model.
public struct DPOConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved; a row is a pair.
  public var optimization = OptimizationConfiguration()
  /// β, the strength of the pull to the reference; positive.
  public var beta = 0.1
  /// ε, the share of labels taken to be wrong; at least 0 and below 0.5.
  public var labelSmoothing = 0.0

  /// The defaults: learning rate 10⁻⁶ and β 0.1, as TRL's.
  public init() { optimization.learningRate = 1e-6 }

  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try require(beta > 0, "beta", beta, "more than 0")
    try require(
      (0..<0.5).contains(labelSmoothing), "label_smoothing", labelSmoothing,
      "at least 0 and below 0.5")
  }
}

extension DPOConfiguration {
  /// The optimizer steps that pairs make, those of one judgement being in one batch.
  public func stepCount(of pairs: [TokenizedComparison], seed: UInt64) -> Int {
    schedule(of: pairs, seed: seed).stepCount
  }

  /// The number of judgements that have more pairs than a batch should: each is a batch of its own.
  public func oversizedGroupCount(in pairs: [TokenizedComparison]) -> Int {
    pairs.indices(groupedBy: \.group).count { $0.count > optimization.batchSize }
  }

  func schedule(of pairs: [TokenizedComparison], seed: UInt64) -> BatchSchedule {
    BatchSchedule(groups: pairs.indices(groupedBy: \.group), optimization, seed: seed)
  }
}
