import Foundation

/// How often one policy would be preferred if the completions were equally long.
///
///     P(win) = σ(θ + φ·tanh(Δ/s)),   Δ the difference of lengths, s its standard deviation
///
/// and the rate is σ(θ): the prediction at Δ = 0. After the length-controlled win rate of AlpacaEval
/// 2, Dubois et al. 2024 (arXiv:2404.04475), whose program (`glm_winrate.py` of alpaca_eval) has the
/// same length term and the same prediction. A tie is half a win, in the likelihood as well.
///
/// Unlike theirs, there is no term for how difficult an instruction is: it is learned there from the
/// judgements of many models, and here are two. Their regularization, chosen by cross-validation, is
/// here a normal prior on φ with a standard deviation of 5, too weak to matter to some tens of
/// comparisons; it keeps φ finite where length alone decides. The interval is σ of θ's, by errors
/// robust to whatever comparisons of one prompt have in common.
public struct LengthControlledWinRate: Sendable, Codable, Equatable {
  /// σ(θ); unknown where one policy is always longer by the same amount.
  public let value: Estimate
  /// φ, in log odds: above zero the judge prefers the longer one; unknown where lengths do not differ.
  public let lengthEffect: Estimate
  /// How often the first policy's completion is the longer one; half where they are equal.
  ///
  /// Near 0 or 1 there are few comparisons at equal length, and the rate is an extrapolation.
  public let longerShare: Double

  /// Fits the rate.
  ///
  /// - Parameter confidence: In `0..<1`.
  public init(_ outcomes: [SizedOutcome], confidence: Double = 0.95) {
    let credits = outcomes.map(\.outcome.credit)
    let differences = outcomes.map(\.difference)
    let unknown = Estimate(value: .nan, lower: .nan, upper: .nan, confidence: confidence)
    longerShare =
      differences.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) } / Double(differences.count)
    let deviation = sampleDeviation(of: differences)
    guard Set(credits).count > 1, deviation > 0 else {
      let isExtrapolated = Set(credits).count > 1 && (differences.first ?? 0) != 0
      lengthEffect = unknown
      value =
        isExtrapolated
        ? unknown
        : clusteredShare(
          of: credits, clusteredBy: outcomes.map(\.prompt),
          resampling: Resampling(confidence: confidence))
      return
    }
    let model = LogisticModel(
      features: differences.map { [1, tanh($0 / deviation)] }, outcomes: credits,
      precisions: [0, 1 / 25])
    let top = Maximum(from: [0, 0], of: { model.curvature(at: $0) })
    let errors = model.scores(at: top.parameters, clusteredBy: outcomes.map(\.prompt))
      .sandwich(around: top.covariance)
    func estimate(_ index: Int) -> Estimate {
      guard top.isReached else { return unknown }
      return Estimate(
        value: top.parameters[index], error: max(0, errors[index, index]).squareRoot(),
        confidence: confidence)
    }
    lengthEffect = estimate(1)
    value = estimate(0).mapped(sigmoid)
  }
}

/// Returns the unbiased standard deviation; zero of fewer than two numbers.
private func sampleDeviation(of values: [Double]) -> Double {
  guard values.count > 1 else { return 0 }
  let mean = values.reduce(0, +) / Double(values.count)
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (squares / Double(values.count - 1)).squareRoot()
}
