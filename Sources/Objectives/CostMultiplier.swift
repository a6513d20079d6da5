import Foundation

/// A price of harm that rises while there is more of it than is allowed, and falls while there is
/// less.
///
///     ln λ ← ln λ + α·λ·(mean cost − limit)
///
/// Dual ascent on ln λ, so that λ is positive always: Dai et al. 2023 (arXiv:2310.12773), equation
/// 31, whose J_C is the mean cost less the limit.
public struct CostMultiplier: Sendable, Codable, Equatable {
  /// ln λ.
  private var logarithm: Double

  /// Starts with a price.
  ///
  /// - Parameter value: λ at the start, positive.
  public init(_ value: Double) {
    precondition(value > 0, "the multiplier is positive: \(value)")
    logarithm = log(value)
  }

  /// λ, the price now.
  public var value: Double { exp(logarithm) }

  /// Raises the price where the mean cost was above the limit, lowers it where it was below.
  ///
  /// - Parameters:
  ///   - meanCost: The mean over completions of what the cost model said.
  ///   - limit: What it is to stay below.
  ///   - rate: α, positive.
  ///   - maximum: What λ is held to at most; infinite for no limit.
  public mutating func update(
    meanCost: Double, limit: Double, rate: Double, maximum: Double = .infinity
  ) {
    precondition(rate > 0, "the rate is positive: \(rate)")
    logarithm = min(logarithm + rate * value * (meanCost - limit), log(maximum))
  }
}

/// Returns what a completion is worth where harm has a price.
///
///     s = (r − λ·c) / (1 + λ)
///
/// The division keeps the scale of the score whatever the price. Dai et al. 2023
/// (arXiv:2310.12773) divide so. Unlike the paper, which weighs the advantages of two critics,
/// this weighs what the two models say, so that one critic is enough; advantages are linear in
/// rewards and values, and both are the same where the critics are right.
///
/// - Parameters:
///   - scores: r, higher is better.
///   - costs: c, higher is worse.
///   - multiplier: λ, not negative.
/// - Returns: s, in the same order.
public func costWeightedScores(
  _ scores: [Double], costs: [Double], multiplier: Double
) -> [Double] {
  precondition(
    scores.count == costs.count, "one cost per score: \(scores.count), \(costs.count)")
  precondition(multiplier >= 0, "the multiplier is not negative: \(multiplier)")
  return zip(scores, costs).map { ($0 - multiplier * $1) / (1 + multiplier) }
}
