import Generation

extension PPOConfiguration {
  /// Refuses values that make no sense, or have no effect.
  public func validate() throws {
    try optimization.validate()
    try sampling.validateForRatios()
    try rewardShaping.validate(maximumLength: sampling.maximumNewTokens)
    try costConstraint.validate()
    try require(criticLearningRate > 0, "critic_learning_rate", criticLearningRate, "more than 0")
    try require(criticWarmup >= 0, "critic_warmup", criticWarmup, "at least 0")
    try require(updateEpochs > 0, "update_epochs", updateEpochs, "at least 1")
    try require(
      (1...optimization.batchSize).contains(miniBatches), "mini_batches", miniBatches,
      "from 1 to optimization.batch_size, \(optimization.batchSize)")
    try require(missingEndPenalty >= 0, "missing_end_penalty", missingEndPenalty, "at least 0")
    try require((0...1).contains(discount), "discount", discount, "in 0...1")
    try require((0...1).contains(lambda), "lambda", lambda, "in 0...1")
    try validateKL()
    try validateLosses()
  }

  private func validateKL() throws {
    try require(klCoefficient >= 0, "kl_coefficient", klCoefficient, "at least 0")
    try require(klTarget >= 0, "kl_target", klTarget, "at least 0")
    try require(klHorizon > 0, "kl_horizon", klHorizon, "more than 0")
    try require(
      referenceUpdateEvery >= 0, "reference_update_every", referenceUpdateEvery, "at least 0")
    try require(
      (0..<1).contains(referenceDecay), "reference_decay", referenceDecay, "at least 0, below 1")
    try require(
      referenceDecay == 0 || referenceUpdateEvery > 0, "reference_decay", referenceDecay,
      "0 while reference_update_every is 0: the reference never moves")
  }

  private func validateLosses() throws {
    try require(clipRange > 0, "clip_range", clipRange, "more than 0")
    try require(clipRangeHigh >= 0, "clip_range_high", clipRangeHigh, "at least 0")
    try require(
      ratioCap == 0 || ratioCap > ratioRange.upperBound, "ratio_cap", ratioCap,
      "0, or more than the upper end of the clip, \(ratioRange.upperBound)")
    try require(valueClipRange > 0, "value_clip_range", valueClipRange, "more than 0")
    try require(valueCoefficient >= 0, "value_coefficient", valueCoefficient, "at least 0")
    try require(entropyCoefficient >= 0, "entropy_coefficient", entropyCoefficient, "at least 0")
    try require(updateKLLimit >= 0, "update_kl_limit", updateKLLimit, "at least 0")
    try require(ptxCoefficient >= 0, "ptx_coefficient", ptxCoefficient, "at least 0")
    try require(ptxBatchSize >= 0, "ptx_batch_size", ptxBatchSize, "at least 0")
    try require(
      ptxBatchSize == 0 || ptxCoefficient > 0, "ptx_batch_size", ptxBatchSize,
      "0 while ptx_coefficient is 0: no text has a weight")
  }
}
