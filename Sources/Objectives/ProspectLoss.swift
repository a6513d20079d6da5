public import Torch

/// The losses of completions that were judged one by one.
public enum ProspectLoss: String, Codable, Sendable, CaseIterable {
  /// KTO: what a completion is worth is measured from what the policy says anyway.
  case kto
  /// APO-zero without pairs: measured from zero.
  case anchored = "apo_zero_unpaired"
  /// BCO: a classifier of good and bad, whose border is the mean reward so far.
  case binaryClassifier = "bco"
}

extension ProspectLoss {
  /// Returns the loss of each completion.
  ///
  ///     desirable:    w · (1 − σ(β·(r − z)))
  ///     undesirable:  w · (1 − σ(β·(z − r))),    r = log π(y|x) − log π₀(y|x)
  ///
  /// Ethayarajh et al. 2024, KTO (arXiv:2402.01306): people weigh gains and losses from a
  /// reference point z, the KL of the policy. With z = 0 it is D'Oosterlinck et al. 2024, APO-zero
  /// (arXiv:2408.06266), without pairs.
  ///
  ///     desirable:    −w · log σ(β·(r − z))
  ///     undesirable:  −w · log σ(β·(z − r))
  ///
  /// Jung et al. 2024, BCO (arXiv:2404.04656), where β·z = δ is the mean of the rewards β·r so far.
  ///
  /// - Parameters:
  ///   - logRatios: r; gradients flow here. `[rows]`
  ///   - isDesirable: Which were found good. `[rows]`, bool
  ///   - referencePoint: z, in nats, for `kto` at least 0; not seen by `anchored`.
  ///   - beta: β, positive.
  ///   - weights: w of the desirable and of the undesirable ones.
  /// - Returns: `[rows]`
  public func losses(
    logRatios: Tensor, isDesirable: Tensor, referencePoint: Double, beta: Double,
    weights: (desirable: Double, undesirable: Double) = (1, 1)
  ) -> Tensor {
    precondition(beta > 0, "beta is positive: \(beta)")
    precondition(
      self != .kto || referencePoint >= 0, "the reference point is at least 0: \(referencePoint)")
    precondition(
      isDesirable.shape == logRatios.shape && isDesirable.dtype == .bool,
      "one judgement per row: \(logRatios.shape), \(isDesirable.shape) \(isDesirable.dtype)")
    let point = self == .anchored ? 0 : referencePoint
    let gains = beta * (logRatios.inFullPrecision - point)
    let desirable = weights.desirable * shortfall(of: gains)
    let undesirable = weights.undesirable * shortfall(of: -gains)
    return desirable.replaced(by: undesirable, unless: isDesirable)
  }

  private func shortfall(of gains: Tensor) -> Tensor {
    self == .binaryClassifier ? -gains.logSigmoid() : 1 - gains.sigmoid()
  }
}
