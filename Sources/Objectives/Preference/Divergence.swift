public import Torch

/// What holds the policy to the reference: an f-divergence, of which DPO's KL is one.
///
/// Wang et al. 2023 (arXiv:2309.16240), table 1: the implicit reward of a completion is β·f′(u) with
/// u = π(y|x) / π₀(y|x).
public enum Divergence: String, Codable, Sendable, CaseIterable {
  /// KL(π ‖ π₀): f′(u) = log u + 1, of which the constant cancels. DPO.
  case reverseKL = "reverse_kl"
  /// KL(π₀ ‖ π): f′(u) = −1/u.
  case forwardKL = "forward_kl"
  /// Jensen–Shannon: f′(u) = log(2u / (1 + u)).
  case jensenShannon = "js_divergence"
  /// The α-divergence: f′(u) = (u^(α − 1) − 1) / (α − 1); reverse KL as α goes to 1.
  case alpha = "alpha_divergence"

  /// Returns f′ of each ratio, up to a constant that cancels in the difference of two.
  ///
  /// - Parameters:
  ///   - logRatios: log u. `[pairs]`
  ///   - alpha: α, of the α-divergence alone.
  /// - Returns: `[pairs]`
  public func scores(ofLogRatios logRatios: Tensor, alpha: Double = 0.5) -> Tensor {
    switch self {
    case .reverseKL: logRatios
    case .forwardKL: 1 - bounded(-logRatios).exp()
    case .jensenShannon: logRatios.logSigmoid() + 0.693_147_180_559_945_3
    case .alpha:
      abs(alpha - 1) < 1e-6
        ? logRatios : (bounded((alpha - 1) * logRatios).exp() - 1) / (alpha - 1)
    }
  }

  /// Exponents that single precision holds.
  private func bounded(_ exponents: Tensor) -> Tensor { exponents.clamped(to: 80) }
}
