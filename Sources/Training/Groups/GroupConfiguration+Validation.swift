import Objectives

extension GroupConfiguration {
  /// Refuses values that make no sense.
  public func validate() throws {
    try optimization.validate()
    try sampling.validateForRatios()
    try require(
      completionsPerPrompt > 1, "completions_per_prompt", completionsPerPrompt,
      "at least 2: they are compared with each other")
    try require(updateEpochs > 0, "update_epochs", updateEpochs, "at least 1")
    try require(
      (1...episodesPerRollout).contains(miniBatches), "mini_batches", miniBatches,
      "from 1 to the episodes of a rollout, \(episodesPerRollout)")
    try require(klCoefficient >= 0, "kl_coefficient", klCoefficient, "at least 0")
    try require(
      klPlacement == .reward || klEstimator != .k1 || weightsKL, "kl_estimator", "k1",
      "k2 or k3 in a loss without weights_kl: the gradient of k1 alone says nothing of KL")
    try require(clipRange > 0, "clip_range", clipRange, "more than 0")
    try require(clipRangeHigh > 0, "clip_range_high", clipRangeHigh, "more than 0")
    try require(
      ratioCap == 0 || ratioCap > 1 + clipRangeHigh, "ratio_cap", ratioCap,
      "0, or more than 1 + clip_range_high, \(1 + clipRangeHigh)")
    try require(missingEndPenalty >= 0, "missing_end_penalty", missingEndPenalty, "at least 0")
  }
}
