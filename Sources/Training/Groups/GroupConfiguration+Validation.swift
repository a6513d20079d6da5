import Generation
import Objectives

extension GroupConfiguration {
  /// Refuses values that make no sense, and settings that would have no effect.
  public func validate() throws {
    try optimization.validate()
    try sampling.validateForRatios()
    try validateGroups()
    try require(updateEpochs > 0, "update_epochs", updateEpochs, "at least 1")
    try require(
      (1...max(1, episodesPerRollout)).contains(miniBatches), "mini_batches", miniBatches,
      "from 1 to the episodes of a rollout, \(episodesPerRollout)")
    try rewardShaping.validate(maximumLength: sampling.maximumNewTokens)
    try require(
      rewardShaping == RewardShaping() || advantages != .groupScaledEach, "reward_shaping", "set",
      "left out: groupScaledEach compares each reward alone")
    try validateKL()
    try validateSurrogate()
    try require(missingEndPenalty >= 0, "missing_end_penalty", missingEndPenalty, "at least 0")
    try require(
      missingEndPenalty == 0 || advantages != .groupScaledEach, "missing_end_penalty",
      missingEndPenalty, "0: groupScaledEach compares each reward alone; make it one of rewards")
  }

  private func validateGroups() throws {
    let least = advantages.comparesGroup ? 2 : 1
    try require(
      completionsPerPrompt >= least, "completions_per_prompt", completionsPerPrompt,
      least == 2 ? "at least 2: they are compared with each other" : "at least 1")
    try require(
      dynamicSampling == 0 || dynamicSampling > 1, "dynamic_sampling", dynamicSampling,
      "0, or at least 2: with one batch nothing can be replaced")
    try require(
      dynamicSampling == 0 || advantages.comparesGroup, "dynamic_sampling", dynamicSampling,
      "0: \(advantages.rawValue) learns from groups of equal rewards, too")
    try require(
      !advantages.scalesTokens || episodesPerRollout > 1, "optimization.batch_size",
      optimization.batchSize,
      "at least 2: \(advantages.rawValue) compares the episodes of a rollout")
  }

  private func validateKL() throws {
    try require(klCoefficient >= 0, "kl_coefficient", klCoefficient, "at least 0")
    try require(
      klPlacement != .loss || klEstimator != .k1 || weightsKL, "kl_estimator", "k1",
      "k2 or k3 in a loss without weights_kl: the gradient of k1 alone says nothing of KL")
    try require(
      klPlacement == .loss || advantages != .groupScaledEach, "kl_placement", klPlacement.rawValue,
      "loss: groupScaledEach compares each reward alone")
    guard klPlacement == .token else { return }
    try require(
      advantages.allowsTokenCosts, "kl_placement", klPlacement.rawValue,
      "reward or loss: \(advantages.rawValue) divides the reward of the whole completion")
    try require(
      ratioLevel == .token, "ratio_level", ratioLevel.rawValue,
      "token: with kl_placement token, the tokens of a completion differ")
  }

  private func validateSurrogate() throws {
    try require(clipRange > 0, "clip_range", clipRange, "more than 0")
    try require(clipRangeHigh > 0, "clip_range_high", clipRangeHigh, "more than 0")
    try require(
      ratioCap == 0 || ratioCap > 1 + clipRangeHigh, "ratio_cap", ratioCap,
      "0, or more than 1 + clip_range_high, \(1 + clipRangeHigh)")
    try require(
      ratioCap == 0 || surrogate == .clip, "ratio_cap", ratioCap,
      "0: the surrogate \(surrogate.rawValue) has no second clip")
    let usual = GroupConfiguration.grpo
    try require(
      surrogate == .clip || clipRange == usual.clipRange, "clip_range", clipRange,
      "left out: the surrogate \(surrogate.rawValue) has no lower end")
    try require(
      surrogate == .clip || surrogate == .cispo || clipRangeHigh == usual.clipRangeHigh,
      "clip_range_high", clipRangeHigh,
      "left out: the surrogate \(surrogate.rawValue) has no clip")
    try require(
      surrogate != .vespo || ratioLevel == .sequenceSum, "ratio_level", ratioLevel.rawValue,
      "sequenceSum: the surrogate vespo is of the ratio of the whole completion")
  }
}
