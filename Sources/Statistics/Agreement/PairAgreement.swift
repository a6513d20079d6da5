/// How often two labelers order two completions alike.
public struct PairAgreement: Sendable, Codable, Equatable {
  /// The share of equal verdicts among the pairs that both ordered strictly.
  public let strict: Estimate
  /// The share among all pairs, where one saying that they are equal agrees by half with an order.
  public let tiesAsHalf: Estimate
  /// The share of equal verdicts among all pairs, a tie being a verdict like the others.
  public let tiesAsClass: Estimate
  /// The agreement beyond chance over worse, equal and better.
  public let beyondChance: Coefficient
  /// How many pairs of verdicts there were.
  public let pairCount: Int
  /// How many of them were strict on both sides.
  public let strictCount: Int
}

/// Measures how often two labelers order two completions alike.
///
/// Pairs of one prompt depend on each other, so prompts are drawn anew, never pairs. Beyond chance
/// it is Cohen's κ.
///
/// - Parameters:
///   - first: The first labeler's verdict on each pair.
///   - second: The second labeler's, in the same order.
///   - keys: The prompt of each pair; where nil, each is a cluster of its own.
///   - resampling: How the intervals are found.
public func pairAgreement(
  _ first: [Outcome], _ second: [Outcome], clusteredBy keys: [Int]? = nil,
  resampling: Resampling = Resampling()
) -> PairAgreement {
  pairAgreement(
    first, second, clusteredBy: keys, resampling: resampling,
    beyondChance: cohenKappa(first, second, clusteredBy: keys, resampling: resampling))
}

func pairAgreement(
  _ first: [Outcome], _ second: [Outcome], clusteredBy keys: [Int]?, resampling: Resampling,
  beyondChance: Coefficient
) -> PairAgreement {
  requireSameCount(first, second)
  if let keys { requireSameCount(first, keys) }
  let strict = first.indices.filter { first[$0] != .tie && second[$0] != .tie }
  func share(_ kept: some Sequence<Int>, _ credit: (Outcome, Outcome) -> Double) -> Estimate {
    let kept = Array(kept)
    return clusteredShare(
      of: kept.map { credit(first[$0], second[$0]) },
      clusteredBy: keys.map { keys in kept.map { keys[$0] } }, resampling: resampling)
  }
  return PairAgreement(
    strict: share(strict) { $0 == $1 ? 1 : 0 },
    tiesAsHalf: share(first.indices) { 1 - abs($0.credit - $1.credit) },
    tiesAsClass: share(first.indices) { $0 == $1 ? 1 : 0 },
    beyondChance: beyondChance, pairCount: first.count, strictCount: strict.count)
}
