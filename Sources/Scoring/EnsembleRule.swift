/// How the scores that the members of an ensemble give a text become one.
///
/// Where members disagree, the text is unlike those that they learned from, and a policy is rewarded
/// there for the errors of a reward model. A rule that trusts such texts less holds it back.
///
/// The members must score on one scale, as after `normalizeScores`: a reward is known up to a constant
/// only, and the least of several is that of the head with the smallest constant.
public enum EnsembleRule: String, Codable, Sendable, CaseIterable {
  /// The mean.
  case mean
  /// The least: worst-case optimization.
  case worstCase = "worst_case"
  /// The mean less the variance, by a weight: uncertainty-weighted optimization.
  case uncertaintyWeighted = "uncertainty_weighted"
}

extension EnsembleRule {
  /// Returns one score for each text.
  ///
  ///     mean:                  1/K · Σ rₖ
  ///     worst_case:            min rₖ
  ///     uncertainty_weighted:  1/K · Σ rₖ − λ · 1/K · Σ (rₖ − r̄)²
  ///
  /// Coste et al. 2023 (arXiv:2310.02743). The variance is over K, as of a whole and not of a sample;
  /// their published code does so for best-of-n and divides by K − 1 for PPO.
  ///
  /// - Parameters:
  ///   - members: What each member says of each text. `[members][texts]`
  ///   - uncertaintyWeight: λ, at least 0; seen by `uncertaintyWeighted` alone.
  public func scores(of members: [[Double]], uncertaintyWeight: Double) -> [Double] {
    let count = members.first?.count ?? 0
    precondition(
      !members.isEmpty && members.allSatisfy { $0.count == count },
      "members score \(members.map(\.count)) texts")
    return (0..<count).map { text in
      score(members.map { $0[text] }, uncertaintyWeight)
    }
  }

  private func score(_ scores: [Double], _ uncertaintyWeight: Double) -> Double {
    let mean = scores.reduce(0, +) / Double(scores.count)
    switch self {
    case .mean: return mean
    case .worstCase: return scores.min() ?? mean
    case .uncertaintyWeighted:
      let variance = scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(scores.count)
      return mean - uncertaintyWeight * variance
    }
  }
}
