/// A price of KL that follows a target.
///
///     e = clip(KL / target − 1, −0.2, 0.2)
///     β ← β · (1 + e · episodes / horizon)
///
/// Ziegler et al. 2019 (arXiv:1909.08593), §2.2.
public struct AdaptiveKLCoefficient: Sendable, Codable, Equatable {
  /// β, the price now.
  public private(set) var value: Double
  /// The KL of a whole completion to keep to, in nats; positive.
  public let target: Double
  /// How many episodes a change takes; positive.
  public let horizon: Double

  /// Starts with a price.
  ///
  /// - Parameters:
  ///   - value: β at the start, not negative. The paper's code has 0.15 and 0.2.
  ///   - target: In nats; positive.
  ///   - horizon: In episodes; positive.
  public init(_ value: Double = 0.2, target: Double = 6, horizon: Double = 10_000) {
    precondition(value >= 0, "the KL coefficient is not negative: \(value)")
    precondition(
      target > 0 && horizon > 0, "target and horizon are positive: \(target), \(horizon)")
    self.value = value
    self.target = target
    self.horizon = horizon
  }

  /// Raises the price where the KL was above the target, lowers it where it was below.
  ///
  /// - Parameters:
  ///   - kl: The mean KL of a completion, in nats.
  ///   - episodes: Over how many completions.
  public mutating func update(kl: Double, episodes: Int) {
    let error = min(max(kl / target - 1, -0.2), 0.2)
    value *= 1 + error * Double(episodes) / horizon
  }
}
