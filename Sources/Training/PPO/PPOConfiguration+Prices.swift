import Objectives

extension PPOConfiguration {
  /// Sets the prices of KL and of cost for the next rollout: fixed, or following their targets.
  func movePrices(in state: inout LoopState, after rollout: Rollout) {
    if klTarget > 0 {
      var coefficient = AdaptiveKLCoefficient(
        state.klCoefficient, target: klTarget, horizon: klHorizon)
      coefficient.update(kl: rollout.meanKL, episodes: rollout.episodes.count)
      state.klCoefficient = coefficient.value
    }
    if let multiplier = state.costMultiplier, let costs = rollout.judgement.costs {
      state.costMultiplier = costConstraint.next(after: multiplier, costs: costs)
    }
  }

  /// Whether a mini-batch shows that the policy has left the one that sampled too far behind for
  /// another step.
  ///
  /// - Parameter change: ½·(log π − log π_old)² in the mean over its tokens.
  func isTooFar(_ change: Double) -> Bool { updateKLLimit > 0 && change > updateKLLimit }
}
