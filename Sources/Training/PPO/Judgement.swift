import Objectives
import Scoring

/// What the judges said of a rollout's episodes, and what that is worth to the policy.
struct Judgement {
  /// The reward of each episode, as the reward gave it.
  let scores: [Double]
  /// The mean and the spread of each of several rewards, under their names.
  let metrics: [String: Double]
  /// What each costs, as the cost model gave it, where there is one.
  let costs: [Double]?
  /// λ when they were judged, where there is a cost model.
  let costMultiplier: Double?
  /// The scores normalized and clipped, and weighed against the costs.
  let worths: [Double]

  /// Scores by themselves, worth what they are.
  init(_ scores: [Double]) {
    self.init(scores: scores, metrics: [:], nil, multiplier: nil, worths: scores)
  }

  init(
    scores: [Double], metrics: [String: Double], _ costs: [Double]?, multiplier: Double?,
    worths: [Double]
  ) {
    (self.scores, self.metrics) = (scores, metrics)
    (self.costs, self.worths) = (costs, worths)
    costMultiplier = multiplier
  }
}

/// Who judges the episodes of a PPO run.
struct Judges {
  let reward: any Reward
  let cost: (any Reward)?

  /// Asks the judges, and finds what their answers are worth.
  ///
  /// - Parameter state: Takes in the moments of the scores, where those have a say.
  func judgement(
    of episodes: [Episode], _ configuration: PPOConfiguration, _ state: inout LoopState
  ) throws -> Judgement {
    let found = try reward.detailedScores(of: episodes)
    let scores = found.totals
    let costs = try cost?.scores(of: episodes)
    let normalized = configuration.rewardShaping.normalized(scores, &state.scoreMoments)
    guard let costs, let multiplier = state.costMultiplier?.value else {
      return Judgement(
        scores: scores, metrics: found.metrics, costs, multiplier: nil, worths: normalized)
    }
    return Judgement(
      scores: scores, metrics: found.metrics, costs, multiplier: multiplier,
      worths: costWeightedScores(normalized, costs: costs, multiplier: multiplier))
  }
}
