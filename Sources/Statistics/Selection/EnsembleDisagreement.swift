import Foundation

/// How much the members of an ensemble of reward models disagree on a pair.
///
///     BALD = H(p̄) − mean H(p_m),   H(p) = −p log p − (1 − p) log(1 − p)
///
/// Houlsby et al. 2011 (arXiv:1112.5745): what a label would tell about which member is right. A pair
/// on which all members say ½ has none, though no margin is smaller.
public struct EnsembleDisagreement: Sendable, Codable, Equatable {
  /// p̄, the mean probability that the first completion is preferred; NaN for no members.
  public let meanProbability: Double
  /// BALD, in nats.
  public let mutualInformation: Double
  /// The mean of (p_m − p̄)².
  public let variance: Double

  /// Measures the disagreement of probabilities.
  ///
  /// - Parameter probabilities: Each member's probability that the first completion is preferred; in
  ///   `0...1`.
  public init(probabilities: [Double]) {
    precondition(
      probabilities.allSatisfy { (0...1).contains($0) },
      "probabilities must be in 0...1, are \(probabilities)")
    let count = Double(probabilities.count)
    let mean = probabilities.reduce(0, +) / count
    meanProbability = mean
    variance = probabilities.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // Rounding must not make agreement look negative.
    let information = entropy(mean) - probabilities.reduce(0) { $0 + entropy($1) } / count
    mutualInformation = information < 0 ? 0 : information
  }

  /// Measures the disagreement of scores: p_m = σ(r_m − r′_m).
  ///
  /// - Parameters:
  ///   - firstScores: Each member's score of the first completion.
  ///   - secondScores: Each member's score of the second, in the same order.
  public init(firstScores: [Double], secondScores: [Double]) {
    requireSameCount(firstScores, secondScores)
    self.init(probabilities: zip(firstScores, secondScores).map { 1 / (1 + exp($1 - $0)) })
  }
}

private func entropy(_ probability: Double) -> Double {
  guard probability > 0, probability < 1 else { return probability.isNaN ? .nan : 0 }
  return -probability * log(probability) - (1 - probability) * log1p(-probability)
}
