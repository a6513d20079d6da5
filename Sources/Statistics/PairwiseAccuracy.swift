/// How often a reward model scores the completion that people chose above the one they rejected.
public struct PairwiseAccuracy: Sendable, Codable, Equatable {
  /// The share of pairs with a truly higher score for the chosen one; Wilson's interval.
  public let accuracy: Estimate
  /// The same with a pair of equal scores as half a success.
  public let accuracyWithTiesAsHalf: Estimate
  /// How many pairs there were.
  public let pairCount: Int
  /// How many of them have equal scores.
  public let tieCount: Int
}

/// Measures how often the chosen completion scores above the rejected one.
///
/// The intervals suppose independent pairs. Where a prompt has several, `winRate(of:seed:)` of each
/// prompt's outcomes has the right ones.
///
/// - Parameters:
///   - chosen: The score of each pair's chosen completion.
///   - rejected: The score of each pair's rejected completion, in the same order.
///   - confidence: In `0..<1`.
public func pairwiseAccuracy(
  chosen: [Double], rejected: [Double], confidence: Double = 0.95
) -> PairwiseAccuracy {
  requireSameCount(chosen, rejected)
  let outcomes = zip(chosen, rejected).map { Outcome($0, against: $1) }
  let wins = outcomes.count { $0 == .win }
  return PairwiseAccuracy(
    accuracy: proportion(Double(wins), of: outcomes.count, confidence: confidence),
    accuracyWithTiesAsHalf: winRate(of: outcomes, confidence: confidence),
    pairCount: outcomes.count, tieCount: outcomes.count { $0 == .tie })
}

func requireSameCount<First, Second>(_ first: [First], _ second: [Second]) {
  precondition(
    first.count == second.count,
    "both lists must be equally long, have \(first.count) and \(second.count) elements")
}
