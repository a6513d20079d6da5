public import Generation
public import Objectives

/// How a policy learns from a reward.
///
/// In `optimization`, a batch is the episodes of a rollout, an epoch is a pass over the prompts, and
/// a step is a rollout; the schedule of the learning rate runs over all updates.
public struct PPOConfiguration: Codable, Sendable, Equatable {
  /// How the policy's weights are moved, and how many rollouts there are.
  public var optimization = OptimizationConfiguration()
  /// The critic's highest learning rate; it may be several times the policy's.
  public var criticLearningRate = 1e-5
  /// How completions are sampled; anything but a temperature would bias the ratio.
  public var sampling = SamplingConfiguration()
  /// Passes over a rollout, positive.
  public var updateEpochs = 4
  /// Optimizer steps per pass, positive.
  public var miniBatches = 1
  /// β, the price of a nat of KL to the reference.
  public var klCoefficient = 0.05
  /// How the KL of a token is estimated: `k1` or `k3` (Schulman 2020, “Approximating KL”).
  public var klEstimator = KLEstimator.k1
  /// The KL of a completion, in nats, that an adaptive β keeps to; 0 leaves β fixed.
  public var klTarget = 0.0
  /// Episodes over which an adaptive β changes.
  public var klHorizon = 10_000.0
  /// ε of the ratio.
  public var clipRange = 0.2
  /// ε of the critic's change.
  public var valueClipRange = 0.2
  /// The weight of the critic's loss.
  public var valueCoefficient = 0.1
  /// γ, in 0...1.
  public var discount = 1.0
  /// λ of generalized advantage estimation, in 0...1.
  public var lambda = 0.95
  /// Whether the rewards of a rollout are brought to variance 1, their mean kept.
  public var whitensRewards = false
  /// What a completion loses when it was cut off before its end.
  public var missingEndPenalty = 1.0
  /// Where the score is paid; `afterLastToken` only reproduces TRL.
  public var rewardPlacement = RewardPlacement.lastToken

  /// The defaults of TRL 1.12, but for the critic's learning rate and the penalty for a missing end.
  ///
  /// They follow Huang et al. 2024 (arXiv:2403.17031).
  public init() { optimization.learningRate = 3e-6 }

  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try require(criticLearningRate > 0, "critic_learning_rate", criticLearningRate, "more than 0")
    try sampling.validateForRatios()
    try require(updateEpochs > 0, "update_epochs", updateEpochs, "at least 1")
    try require(
      (1...optimization.batchSize).contains(miniBatches), "mini_batches", miniBatches,
      "from 1 to optimization.batch_size, \(optimization.batchSize)")
    try require(klCoefficient >= 0, "kl_coefficient", klCoefficient, "at least 0")
    try require(klTarget >= 0, "kl_target", klTarget, "at least 0")
    try require(klHorizon > 0, "kl_horizon", klHorizon, "more than 0")
    try require(clipRange > 0, "clip_range", clipRange, "more than 0")
    try require(valueClipRange > 0, "value_clip_range", valueClipRange, "more than 0")
    try require(valueCoefficient >= 0, "value_coefficient", valueCoefficient, "at least 0")
    try require((0...1).contains(discount), "discount", discount, "in 0...1")
    try require((0...1).contains(lambda), "lambda", lambda, "in 0...1")
    try require(missingEndPenalty >= 0, "missing_end_penalty", missingEndPenalty, "at least 0")
  }
}
