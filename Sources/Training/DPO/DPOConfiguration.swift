public import Batches
public import Objectives

/// How a policy learns from comparisons without a reward model.
public struct DPOConfiguration: Codable, Sendable, Equatable {
  /// How the weights are moved; a row is a pair.
  public var optimization = OptimizationConfiguration()
  /// β, the strength of the pull to the reference; positive.
  public var beta = 0.1
  /// What is asked of each pair; several are added up.
  public var losses = [PreferenceLoss.sigmoid]
  /// The weight of each of `losses`; 1 each where empty.
  public var lossWeights: [Double] = []
  /// The weight of the chosen completions' negative log likelihood per token.
  public var sftWeight = 0.0
  /// ε, the share of labels taken to be wrong; at least 0 and below 0.5.
  public var labelSmoothing = 0.0
  /// Whether there is no reference: log π itself is compared.
  public var referenceFree = false
  /// γ, by how much β times the difference should lead.
  public var targetMargin = 0.0
  /// What holds the policy to the reference.
  public var divergence = Divergence.reverseKL
  /// α of the α-divergence.
  public var divergenceAlpha = 0.5
  /// τ of DiscoPOP, positive.
  public var discopopTau = 0.05
  /// The weight of tokens beyond the length that both completions of a pair have; 1 is plain DPO.
  public var ldAlpha = 1.0
  /// Whether pairs count by how likely the policy would write them.
  public var usesPolicyWeights = false

  /// The defaults: learning rate 10⁻⁶ and β 0.1, as TRL's.
  public init() { optimization.learningRate = 1e-6 }
}

extension DPOConfiguration {
  /// Refuses values that make no sense, and settings that would have no effect.
  public func validate() throws {
    try optimization.validate()
    try require(beta > 0, "beta", beta, "more than 0")
    try require(!losses.isEmpty, "losses", losses, "at least one loss")
    try require(
      lossWeights.isEmpty || lossWeights.count == losses.count, "loss_weights", lossWeights,
      "a weight for each of the \(losses.count) losses")
    try require(
      lossWeights.allSatisfy { $0 > 0 && $0.isFinite }, "loss_weights", lossWeights, "more than 0")
    try require(sftWeight >= 0, "sft_weight", sftWeight, "at least 0")
    try require(
      (0..<0.5).contains(labelSmoothing), "label_smoothing", labelSmoothing,
      "at least 0 and below 0.5")
    try require(targetMargin >= 0, "target_margin", targetMargin, "at least 0")
    try require(discopopTau > 0, "discopop_tau", discopopTau, "more than 0")
    try require((0...1).contains(ldAlpha), "ld_alpha", ldAlpha, "from 0 to 1")
    for loss in losses { try validate(loss) }
  }

  private func validate(_ loss: PreferenceLoss) throws {
    let name = loss.rawValue
    try require(
      labelSmoothing == 0 || loss.takesFlipProbability, "label_smoothing", labelSmoothing,
      "0: \(name) does not reckon with wrong labels")
    try require(
      loss != .exact || labelSmoothing > 0, "label_smoothing", labelSmoothing,
      "more than 0, such as 0.001: \(name) is not defined without")
    try require(
      targetMargin == 0 || loss.takesTargetMargin, "target_margin", targetMargin,
      "0: \(name) asks for no margin")
    try require(
      divergence == .reverseKL || loss.takesDivergence, "divergence", divergence.rawValue,
      "reverse_kl: \(name) is defined for it alone")
    try require(
      loss != .oddsRatio || referenceFree, "reference_free", referenceFree,
      "true: \(name) knows no reference")
    try require(
      !loss.comparesBatches || optimization.rowsPerPass == optimization.batchSize,
      "optimization.micro_batch_size", optimization.microBatchSize,
      "0: \(name) compares all pairs of a batch")
    try require(
      !loss.comparesBatches || !usesPolicyWeights, "uses_policy_weights", usesPolicyWeights,
      "false: \(name) compares batches and has no loss of a single pair")
  }

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

  /// The pairs of a forward pass; groups may make a step larger than a batch should be.
  func rowsPerPass(of rows: [TokenizedComparison]) -> Int {
    losses.contains(where: \.comparesBatches) ? rows.count : optimization.rowsPerPass
  }
}
