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
  return zip(scores.sorted(by: >), shares(ofBest: k, of: n)).reduce(0) { $0 + $1.0 * $1.1 }
}

/// The expected gold score of the completion that scores highest among k, drawn without replacement
/// from n.
///
///     Σᵢ g₍ᵢ₎·C(i−1, k−1) / C(n, k)   over the gold scores in the order of rising scores, i from 1
///
/// Like ``expectedBest(of:among:)``, but what is summed was not what was chosen by: the unbiased
/// estimator by which Nakano et al. 2021 (arXiv:2112.09332) and Gao et al. 2022 (arXiv:2210.10760)
/// draw how the best of n does. Completions of equal scores are chosen equally often.
///
/// - Parameters:
///   - k: From 1, which gives the mean of the gold scores, to n.
///   - scores: What the choice goes by.
///   - gold: What the choice is worth, in the order of the scores.
public func expectedBest(of k: Int, among scores: [Double], worth gold: [Double]) -> Double {
  let n = scores.count
  precondition(
    (1...max(n, 1)).contains(k) && n > 0 && gold.count == n,
    "the best of \(k) among \(n) scores, worth \(gold.count) numbers")
  var sums: [Double: (sum: Double, count: Int)] = [:]
  for (score, worth) in zip(scores, gold) {
    sums[score, default: (0, 0)].sum += worth
    sums[score, default: (0, 0)].count += 1
  }
  // Where each is worth the mean of its equals, the greatest of k is worth what is looked for.
  let ranked = scores.sorted(by: >).map { score in
    sums[score].map { $0.sum / Double($0.count) } ?? .nan
  }
  return zip(ranked, shares(ofBest: k, of: n)).reduce(0) { $0 + $1.0 * $1.1 }
}

/// How often each of n is the greatest of k, from the greatest down: C(i−1, k−1)/C(n, k).
private func shares(ofBest k: Int, of n: Int) -> [Double] {
  var share = Double(k) / Double(n)
  return stride(from: n, through: k, by: -1).map { i in
    defer { if i > k { share *= Double(i - k) / Double(i - 1) } }
    return share
  }
}
