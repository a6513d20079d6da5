public import Generation
public import Objectives

/// How a policy learns from a reward by comparing the completions of each prompt: GRPO, RLOO and
/// their relatives.
///
/// In `optimization`, a batch is the prompts of a rollout, each with `completionsPerPrompt`
/// episodes; micro-batches are of episodes; an epoch is a pass over the prompts, and a step is a
/// rollout. The schedule of the learning rate runs over all updates.
public struct GroupConfiguration: Codable, Sendable, Equatable {
  /// How the policy's weights are moved, and how many rollouts there are.
  public var optimization = OptimizationConfiguration()
  /// How completions are sampled; anything but a temperature would bias the ratio.
  public var sampling = SamplingConfiguration()
  /// Episodes of each prompt in a rollout; at least 2 where they are compared with each other.
  public var completionsPerPrompt: Int
  /// The most batches of prompts that are drawn for a rollout until the rewards of each of its
  /// groups differ, at least 2; 0 takes every group as it is.
  public var dynamicSampling = 0
  /// Passes over a rollout, positive.
  public var updateEpochs = 1
  /// Optimizer steps per pass, positive.
  public var miniBatches = 1
  /// What a completion's score is compared with, and what the difference is divided by.
  public var advantages: AdvantageEstimator
  /// β, the price of a nat of KL to the reference; 0 needs no reference.
  public var klCoefficient: Double
  /// Where that price is paid.
  public var klPlacement: KLPlacement
  /// How the KL of a token is estimated: `k1`, `k2` or `k3` (Schulman 2020, “Approximating KL”).
  public var klEstimator: KLEstimator
  /// Whether KL in the loss is weighted by the ratio, so that it is that of the policy of now.
  public var weightsKL = true
  /// Whether ratios are of tokens or of completions.
  public var ratioLevel: RatioLevel
  /// What holds the policy near to the one that sampled.
  public var surrogate = Surrogate.clip
  /// ε, how far a ratio may fall below 1.
  public var clipRange = 0.2
  /// εₕ, how far a ratio may rise above 1.
  public var clipRangeHigh = 0.2
  /// δ, what a ratio counts at most where the advantage is negative, above 1 + εₕ; 0 for no limit.
  public var ratioCap = 0.0
  /// How the losses of tokens become one.
  public var aggregation: LossAggregation
  /// What is done to scores before completions are compared.
  public var rewardShaping = RewardShaping()
  /// What a completion loses when it was cut off before its end.
  public var missingEndPenalty = 0.0
  /// Whether completions that were cut off are left out of the loss.
  public var masksUnfinished = false

  /// Group relative policy optimization with the defaults of TRL 1.16, whose loss is DAPO's.
  public static let grpo = GroupConfiguration(
    completionsPerPrompt: 8, advantages: .groupScaled, klCoefficient: 0, klPlacement: .loss,
    klEstimator: .k3, ratioLevel: .token, aggregation: .tokenMean)

  /// REINFORCE with a leave-one-out baseline, with the defaults of TRL 1.16.
  public static let rloo = GroupConfiguration(
    completionsPerPrompt: 2, advantages: .leaveOneOut, klCoefficient: 0.05, klPlacement: .reward,
    klEstimator: .k1, ratioLevel: .sequenceSum, aggregation: .sequenceMean)

  private init(
    completionsPerPrompt: Int, advantages: AdvantageEstimator, klCoefficient: Double,
    klPlacement: KLPlacement, klEstimator: KLEstimator, ratioLevel: RatioLevel,
    aggregation: LossAggregation
  ) {
    self.completionsPerPrompt = completionsPerPrompt
    self.advantages = advantages
    self.klCoefficient = klCoefficient
    self.klPlacement = klPlacement
    self.klEstimator = klEstimator
    self.ratioLevel = ratioLevel
    self.aggregation = aggregation
    optimization.learningRate = 1e-6
  }

  /// Episodes of a rollout.
  public var episodesPerRollout: Int { optimization.batchSize * completionsPerPrompt }

  /// Episodes per forward pass.
  public var rowsPerPass: Int {
    let most = optimization.microBatchSize
    return most == 0 ? episodesPerRollout : min(most, episodesPerRollout)
  }
}

/// Where KL to the reference is paid for.
public enum KLPlacement: String, Sendable, Codable, CaseIterable {
  /// Taken off the score of the whole completion, as it was sampled.
  case reward
  /// Taken off the reward of each token, as it was sampled, so that the tokens up to it answer for
  /// it: REINFORCE++, ReMax.
  case token
  /// Added to the loss of each token.
  case loss
}

/// What holds an update near to the policy that sampled.
public enum Surrogate: String, Sendable, Codable, CaseIterable {
  /// The ratio is clipped, and a token outside gives no gradient: PPO, GRPO, DAPO, GSPO, RLOO.
  case clip
  /// The weight of a token is limited to 1 + εₕ, and every token gives a gradient: CISPO.
  case cispo
  /// A soft gate: SAPO.
  case sapo
  /// A soft gate of the whole completion's ratio: VESPO.
  case vespo
}
