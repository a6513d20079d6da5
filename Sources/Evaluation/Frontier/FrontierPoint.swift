public import Statistics

/// A model on its way from where a run began: how far it is, and what it scores.
public struct FrontierPoint: Sendable, Codable, Equatable {
  /// The number of steps done.
  public let step: Int
  /// KL to the reference, in nats per completion; 0 where an estimate came out below.
  public let kl: Double
  /// The reward that the run learns from.
  public let reward: Double?
  /// What the gold judge says, which the run does not learn from.
  public let gold: Estimate?

  /// Creates a point.
  public init(step: Int, kl: Double, reward: Double?, gold: Estimate?) {
    self.step = step
    self.kl = max(0, kl)
    self.reward = reward
    self.gold = gold
  }

  /// The root of the KL, in √nats.
  ///
  /// Gao et al. 2022 (arXiv:2210.10760) draw scores over it.
  public var distance: Double { kl.squareRoot() }
}

extension Estimate {
  /// The standard error that a normal variable with this interval has; nil where there is none.
  var standardError: Double? {
    guard hasInterval, upper > lower else { return nil }
    // The intervals of gold rounds are 95 % ones.
    return (upper - lower) / (2 * 1.959963984540054)
  }
}
