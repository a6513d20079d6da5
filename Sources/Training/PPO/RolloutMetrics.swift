import Batches
import Objectives
import Scoring
import Torch

extension Rollout {
  /// The mean over completions of the KL to the reference, in nats.
  var meanKL: Double { kl.sum().value / Double(episodes.count) }

  /// The metrics of a rollout under TRL's names, with a few that it lacks.
  ///
  /// - Parameter klCoefficient: β when the tokens earned their rewards.
  func metrics(_ klCoefficient: Double) -> [String: Double] {
    let count = Double(episodes.count)
    let score = judgement.scores.reduce(0, +) / count
    let paid = paidScores.reduce(0) { $0 + Double($1) } / count
    let lengths = episodes.map { Double($0.sequence.completion.count) }
    let penalty = -klCoefficient * meanKL
    var metrics = [
      "objective/kl": meanKL,
      "objective/entropy": -logProbabilities.sum().value / count,
      "objective/non_score_reward": penalty,
      "objective/rlhf_reward": penalty + score,
      "objective/scores": score,
      "objective/paid_scores": paid,
      "objective/kl_coefficient": klCoefficient,
      "val/explained_variance": explainedVariance(
        of: values, returns: returns, where: hasValue
      ).value,
      "val/num_eos_tokens": Double(episodes.count { $0.isFinished }),
      "completions/mean_length": lengths.reduce(0, +) / count,
      "completions/clipped_ratio": Double(episodes.count { !$0.isFinished }) / count,
    ]
    if let costs = judgement.costs {
      metrics["objective/costs"] = costs.reduce(0, +) / count
      metrics["objective/cost_multiplier"] = judgement.costMultiplier
    }
    return metrics
  }
}
