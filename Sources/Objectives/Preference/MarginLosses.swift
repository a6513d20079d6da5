import Foundation
public import Torch

// Losses of the margin z by which the chosen completion's implicit reward leads the rejected one's:
// z = β·Δ, where Δ is the difference of log ratios. All are `[pairs]` to `[pairs]`.

/// Returns −(1 − ε)·log σ(z) − ε·log σ(−z).
///
/// With ε = 0 equation 7 of Rafailov et al. 2023 (arXiv:2305.18290); with ε the conservative form of
/// Mitchell 2023 (https://ericmitchell.ai/cdpo.pdf).
///
/// - Parameter flipProbability: ε, the share of labels taken to be wrong; in `0..<0.5`.
public func logisticLoss(ofMargins margins: Tensor, flipProbability: Double = 0) -> Tensor {
  checkFlipProbability(flipProbability)
  guard flipProbability > 0 else { return -margins.logSigmoid() }
  return
    -((1 - flipProbability) * margins.logSigmoid() + flipProbability * (-margins).logSigmoid())
}

/// Returns max(0, 1 − z).
///
/// Zhao et al. 2023, SLiC-HF (arXiv:2305.10425), section 2.
public func hingeLoss(ofMargins margins: Tensor) -> Tensor { (1 - margins).relu() }

/// Returns [−(1 − ε)·log σ(z) + ε·log σ(−z)] / (1 − 2ε), unbiased where labels flip with ε.
///
/// Chowdhury et al. 2024 (arXiv:2403.00409), section 3.1.
///
/// - Parameter flipProbability: ε, in `0..<0.5`.
public func robustLoss(ofMargins margins: Tensor, flipProbability: Double) -> Tensor {
  checkFlipProbability(flipProbability)
  return
    (flipProbability * (-margins).logSigmoid() - (1 - flipProbability) * margins.logSigmoid())
    / (1 - 2 * flipProbability)
}

/// Returns the reverse KL of σ(z) from labels that are right with 1 − ε.
///
///     ℓ = σ(z)·[log σ(z) − log(1 − ε)] + σ(−z)·[log σ(−z) − log ε]
///
/// Ji et al. 2024, EXO (arXiv:2402.00856), section 3.2.
///
/// - Parameter flipProbability: ε, above 0 and below 0.5.
public func exactPreferenceLoss(ofMargins margins: Tensor, flipProbability: Double) -> Tensor {
  checkFlipProbability(flipProbability)
  precondition(flipProbability > 0, "EXO is not defined without a flip probability")
  return margins.sigmoid() * (margins.logSigmoid() - log(1 - flipProbability))
    + (-margins).sigmoid() * ((-margins).logSigmoid() - log(flipProbability))
}

/// Returns the logistic loss where z is small and the exponential where it is large.
///
///     ℓ = −log σ(z)·(1 − m) + e^(−z)·m,   m = σ(z / τ)
///
/// Lu et al. 2024, DiscoPOP (arXiv:2406.08414), section 3: a loss that a language model found.
///
/// - Parameter temperature: τ, positive.
public func discoveredPreferenceLoss(ofMargins margins: Tensor, temperature: Double) -> Tensor {
  precondition(temperature > 0, "the temperature is positive: \(temperature)")
  let mix = (margins / temperature).sigmoid()
  return (-margins).exp() * mix - margins.logSigmoid() * (1 - mix)
}

/// Returns (Δ − 1 / 2β)², which has a finite aim.
///
/// Azar et al. 2023, IPO (arXiv:2310.12036); over means of tokens, as TRL has it.
///
/// - Parameters:
///   - differences: Δ, of log ratios per token. `[pairs]`
///   - beta: β, positive.
public func squaredPreferenceLoss(ofDifferences differences: Tensor, beta: Double) -> Tensor {
  (differences - 1 / (2 * beta)).squared()
}

private func checkFlipProbability(_ probability: Double) {
  precondition((0..<0.5).contains(probability), "flip probability in 0..<0.5: \(probability)")
}
