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
  /// Rollouts at the start in which only the critic learns.
  public var criticWarmup = 0
  /// How completions are sampled; anything but a temperature would bias the ratio.
  public var sampling = SamplingConfiguration()
  /// Passes over a rollout, positive.
  public var updateEpochs = 4
  /// Optimizer steps per pass, positive.
  public var miniBatches = 1

  /// What a completion loses when it was cut off before its end.
  public var missingEndPenalty = 1.0
  /// What else is done to scores before they are paid.
  public var rewardShaping = RewardShaping()
  /// Where the score is paid; `afterLastToken` only reproduces TRL.
  public var rewardPlacement = RewardPlacement.lastToken
  /// Whether the rewards of a rollout are brought to variance 1, their mean kept.
  public var whitensRewards = false
  /// What holds the cost of completions down, where a cost model judges them, too.
  public var costConstraint = CostConstraint()

  /// β, the price of a nat of KL to the reference.
  public var klCoefficient = 0.05
  /// How the KL of a token is estimated: `k1` or `k3` (Schulman 2020, “Approximating KL”).
  public var klEstimator = KLEstimator.k1
  /// The KL of a completion, in nats, that an adaptive β keeps to; 0 leaves β fixed.
  public var klTarget = 0.0
  /// Episodes over which an adaptive β changes.
  public var klHorizon = 10_000.0
  /// Rollouts after which the reference moves to the policy, again and again; 0 never moves it.
  public var referenceUpdateEvery = 0
  /// The share of the reference that stays when it moves, at least 0 and below 1; 0 makes it the
  /// policy of then.
  public var referenceDecay = 0.0

  /// γ, in 0...1.
  public var discount = 1.0
  /// λ of generalized advantage estimation, in 0...1.
  public var lambda = 0.95
  /// Whether the advantages of a rollout are brought to mean 0 and variance 1.
  public var whitensAdvantages = true

  /// ε of the ratio, how far it may fall below 1.
  public var clipRange = 0.2
  /// εₕ, how far the ratio may rise above 1; 0 for as far as `clipRange`.
  public var clipRangeHigh = 0.0
  /// δ, what a ratio counts at most where the advantage is negative, above 1 + εₕ; 0 for no limit.
  public var ratioCap = 0.0
  /// ε of the critic's change.
  public var valueClipRange = 0.2
  /// The weight of the critic's loss.
  public var valueCoefficient = 0.1
  /// What a nat of entropy per token is worth in the policy's loss.
  public var entropyCoefficient = 0.0
  /// The KL per token between the policy and the one that sampled, in nats, beyond which a rollout
  /// is not learned from any further; 0 for no limit.
  public var updateKLLimit = 0.0
  /// γ of Ouyang et al., the weight of the loss on texts that are not to be forgotten.
  public var ptxCoefficient = 0.0
  /// Such texts per optimizer step; 0 for as many as the step has episodes.
  public var ptxBatchSize = 0

  /// The defaults of TRL 1.12, but for the critic's learning rate and the penalty for a missing end.
  ///
  /// They follow Huang et al. 2024 (arXiv:2403.17031).
  public init() { optimization.learningRate = 3e-6 }

  /// The ratios that the clip leaves alone.
  var ratioRange: ClosedRange<Double> {
    (1 - clipRange)...(1 + (clipRangeHigh > 0 ? clipRangeHigh : clipRange))
  }
}
