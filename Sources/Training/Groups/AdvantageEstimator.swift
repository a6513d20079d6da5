import Objectives
import Scoring
import Torch

/// With what a completion is compared.
public enum AdvantageEstimator: String, Sendable, Codable, CaseIterable {
  /// The mean of its group, divided by the group's standard deviation: GRPO.
  case groupScaled
  /// The mean of its group, divided by the standard deviation over the rollout.
  case batchScaled
  /// The mean of its group, divided by nothing: Dr. GRPO.
  case groupCentred
  /// The mean of the others of its group: RLOO.
  case leaveOneOut
  /// Each of several rewards as in GRPO, then their weighted sum over the rollout: GDPO.
  case groupScaledEach
  /// The mean over all tokens of the rollout, divided by their standard deviation: REINFORCE++.
  case rolloutScaled
  /// The mean of its group; what is left is scaled over all tokens of the rollout: REINFORCE++ with
  /// baseline.
  case centredRolloutScaled
  /// The likeliest completion of its prompt: ReMax.
  case greedyBaseline

  /// Whether a completion is compared with the others of its prompt.
  var comparesGroup: Bool { self != .rolloutScaled && self != .greedyBaseline }

  /// Whether advantages are scaled token by token over the rollout.
  var scalesTokens: Bool { self == .rolloutScaled || self == .centredRolloutScaled }

  /// Whether the tokens of one completion may differ, so that KL can be paid for token by token.
  var allowsTokenCosts: Bool {
    switch self {
    case .groupCentred, .leaveOneOut, .rolloutScaled, .centredRolloutScaled, .greedyBaseline: true
    case .groupScaled, .batchScaled, .groupScaledEach: false
    }
  }

  /// How much better each completion did, before anything is scaled over tokens. `[episodes]`
  ///
  /// - Parameters:
  ///   - rewards: What each completion earned. `[episodes]`
  ///   - greedyRewards: What the likeliest completion of each prompt earned. `[prompts]`
  func differences(
    of rewards: Tensor, _ parts: [PartialScores], greedyRewards: Tensor?, groupSize: Int
  ) -> Tensor {
    switch self {
    case .groupScaled:
      return groupRelativeAdvantages(rewards: rewards, groupSize: groupSize, scale: .group)
    case .batchScaled:
      return groupRelativeAdvantages(rewards: rewards, groupSize: groupSize, scale: .batch)
    case .groupCentred, .centredRolloutScaled:
      return groupRelativeAdvantages(rewards: rewards, groupSize: groupSize, scale: .none)
    case .leaveOneOut: return leaveOneOutAdvantages(rewards: rewards, groupSize: groupSize)
    case .groupScaledEach:
      precondition(!parts.isEmpty, "rewards are scaled each where there are several")
      return decoupledGroupAdvantages(
        rewards: parts.map { part in
          Tensor(part.values.map { Float($0 ?? .nan) }, on: rewards.device)
        },
        weights: parts.map(\.weight), groupSize: groupSize)
    case .rolloutScaled: return rewards
    case .greedyBaseline:
      guard let greedyRewards else { preconditionFailure("greedy completions were not scored") }
      return greedyBaselineAdvantages(rewards: rewards, greedyRewards: greedyRewards)
    }
  }
}
