import Foundation

/// The completions of one prompt, in the order of a reward.
public struct RankedEpisodes: Sendable {
  /// The completions, the best first; those of one score in the order in which they were sampled.
  public let episodes: [Episode]
  /// Their scores.
  public let scores: [Double]

  /// Sorts completions of one prompt.
  public init(_ episodes: [Episode], scores: [Double]) {
    precondition(
      episodes.count == scores.count, "\(episodes.count) episodes have \(scores.count) scores")
    let order = episodes.indices.sorted {
      scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1
    }
    self.episodes = order.map { episodes[$0] }
    self.scores = order.map { scores[$0] }
  }

  /// 1 for the best, and the same rank for equal scores: 1, 1, 3.
  public var ranks: [Int] {
    scores.map { score in 1 + scores.count { $0 > score } }
  }
}

/// The most that the best of n completions can differ from what the model writes by itself.
///
///     KL(best of n ‖ π) ≤ log n − (n − 1)/n, in nats
///
/// The right side is often taken for the KL itself; it is an upper bound, which is near where no
/// single completion is likely (Beirami et al. 2024, arXiv:2401.01879).
///
/// - Parameter n: At least 1.
public func bestOfKLBound(_ n: Int) -> Double {
  precondition(n >= 1, "the best of at least one: \(n)")
  return log(Double(n)) - Double(n - 1) / Double(n)
}

/// The expected greatest of k scores, drawn without replacement from those of n completions.
///
///     Σᵢ s₍ᵢ₎·C(i−1, k−1) / C(n, k)   over the scores in rising order, i from 1
///
/// So what n completions of a prompt say of the best of fewer is used whole, as in the estimator of
/// pass@k of Chen et al. 2021 (arXiv:2107.03374), of which this is the form for scores.
///
/// - Parameter k: From 1, which gives the mean, to the number of scores, which gives the greatest.
public func expectedBest(of k: Int, among scores: [Double]) -> Double {
  let n = scores.count
  precondition((1...max(n, 1)).contains(k) && n > 0, "the best of \(k) among \(n) scores")
  var sum = 0.0
  // C(i−1, k−1)/C(n, k) from the top down; for i = n it is k/n.
  var share = Double(k) / Double(n)
  for (above, score) in scores.sorted(by: >).enumerated() {
    sum += score * share
    let i = n - above
    guard i > k else { break }
    share *= Double(i - k) / Double(i - 1)
  }
  return sum
}
