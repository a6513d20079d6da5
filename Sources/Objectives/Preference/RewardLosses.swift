public import Torch

// Losses of the implicit rewards r₊ = β·a and r₋ = β·b themselves, not only of their difference: they
// say where rewards should be. All are `[pairs]` to `[pairs]`.

/// Returns −log σ(r₊) − ½·log σ(−r₊) − ½·log σ(−r₋).
///
/// Chen et al. 2024, NCA (arXiv:2402.05369), for two completions: the likelihood of the chosen one is
/// kept from falling.
public func noiseContrastiveLoss(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  -chosenRewards.logSigmoid() - 0.5 * (-chosenRewards).logSigmoid()
    - 0.5 * (-rejectedRewards).logSigmoid()
}

/// Returns −log σ(r₊) − log σ(−r₋): each completion is good or bad by itself.
///
/// Jung et al. 2024, BCO (arXiv:2404.04656), without its running shift δ.
public func binaryClassifierLoss(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  -chosenRewards.logSigmoid() - (-rejectedRewards).logSigmoid()
}

/// Returns (a − 1 / 2β)² + (b + 1 / 2β)², where the chosen completion always wins.
///
/// Wu et al. 2024, SPPO (arXiv:2405.00675), with hard labels.
///
/// - Parameters:
///   - chosenLogRatios: a. `[pairs]`
///   - rejectedLogRatios: b. `[pairs]`
///   - beta: β, positive.
public func selfPlayLoss(
  chosenLogRatios: Tensor, rejectedLogRatios: Tensor, beta: Double
) -> Tensor {
  (chosenLogRatios - 0.5 / beta).squared() + (rejectedLogRatios + 0.5 / beta).squared()
}

/// Returns 1 − σ(r₊) + σ(r₋): the chosen one up, the rejected one down.
///
/// D'Oosterlinck et al. 2024, APO-zero (arXiv:2408.06266): where the chosen completions are better than
/// what the model writes.
public func anchoredUpLoss(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  1 - chosenRewards.sigmoid() + rejectedRewards.sigmoid()
}

/// Returns σ(r₊) + 1 − σ(r₊ − r₋): both down, the rejected one further.
///
/// APO-down of the same paper: where the model writes better than the chosen completions.
public func anchoredDownLoss(chosenRewards: Tensor, rejectedRewards: Tensor) -> Tensor {
  chosenRewards.sigmoid() + 1 - (chosenRewards - rejectedRewards).sigmoid()
}
