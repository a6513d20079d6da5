import Objectives

/// What holds the mean cost of completions below a limit, where a cost model judges them, too.
///
/// The price λ of a cost follows how far the mean cost is from the limit; Dai et al. 2023
/// (arXiv:2310.12773). Without a cost model nothing of this has an effect.
public struct CostConstraint: Codable, Sendable, Equatable {
  /// What the mean cost of a rollout is to stay below; a cost model puts 0 between safe and not
  /// where it was centred so.
  public var limit = 0.0
  /// λ at the start, positive.
  public var multiplier = 1.0
  /// How fast ln λ follows, positive.
  public var rate = 0.05
  /// What λ is held to at most.
  public var maximumMultiplier = 10.0

  /// The defaults: ours, with no source.
  public init() {}

  func validate(_ prefix: String = "cost_constraint") throws {
    try require(limit.isFinite, "\(prefix).limit", limit, "a finite number")
    try require(rate > 0, "\(prefix).rate", rate, "more than 0")
    try require(
      multiplier > 0 && multiplier <= maximumMultiplier, "\(prefix).multiplier", multiplier,
      "more than 0, and at most maximum_multiplier, \(maximumMultiplier)")
  }

  /// λ for the next rollout.
  ///
  /// - Parameters:
  ///   - multiplier: λ now.
  ///   - costs: Of the episodes of this rollout.
  func next(after multiplier: CostMultiplier, costs: [Double]) -> CostMultiplier {
    var next = multiplier
    next.update(
      meanCost: costs.reduce(0, +) / Double(costs.count), limit: limit, rate: rate,
      maximum: maximumMultiplier)
    return next
  }
}
