public import Torch

/// A way to estimate KL(π ‖ π₀) from what π sampled; Schulman 2020
/// (http://joschu.net/blog/kl-approx.html).
public enum KLEstimator: String, Sendable, Codable, CaseIterable {
  /// log π − log π₀: unbiased, of either sign, the noisiest.
  case k1
  /// ½·(log π − log π₀)²: biased, never negative.
  case k2
  /// π₀/π − 1 − log(π₀/π): unbiased and never negative; large where π₀/π is.
  case k3
}

/// Estimates KL(π ‖ π₀) at each sampled token.
///
/// - Parameters:
///   - policy: log π of what π sampled; gradients flow here. `[…]`
///   - reference: log π₀ of the same. `[…]`
///   - estimator: Which estimate.
/// - Returns: In nats. `[…]`
public func klEstimate(policy: Tensor, reference: Tensor, _ estimator: KLEstimator) -> Tensor {
  precondition(
    policy.shape == reference.shape,
    "the same tokens: policy \(policy.shape), reference \(reference.shape)")
  let logRatio = policy.inFullPrecision - reference.inFullPrecision
  switch estimator {
  case .k1: return logRatio
  case .k2: return 0.5 * logRatio.squared()
  case .k3: return (-logRatio).exp() - 1 + logRatio
  }
}
