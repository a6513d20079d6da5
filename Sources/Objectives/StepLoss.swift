public import Torch

/// Returns the cross-entropy of each step that somebody found right or wrong.
///
///     ℓ = −log σ(r)      for a right step
///     ℓ = −log σ(−r)     for a wrong one
///
/// Process supervision as in Lightman et al. 2023 (arXiv:2305.20050). A head with two classes, as in
/// TRL, gives the same with r as the difference of its logits.
///
/// - Parameters:
///   - scores: r at the end of each step; gradients flow here. `[steps]`
///   - isRight: `[steps]`, bool
/// - Returns: In nats. `[steps]`
public func stepLoss(scores: Tensor, isRight: Tensor) -> Tensor {
  precondition(
    scores.shape == isRight.shape && isRight.dtype == .bool,
    "one judgement per step: \(scores.shape), \(isRight.shape) \(isRight.dtype)")
  let full = scores.inFullPrecision
  return -full.replaced(by: -full, unless: isRight).logSigmoid()
}
