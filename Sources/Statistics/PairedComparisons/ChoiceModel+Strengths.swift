extension ChoiceModel {
  /// What a fit of items, and of parameters beyond them, found.
  struct Fit {
    let strengths: Strengths
    /// The parameters after those of the items, with intervals by the larger of their errors.
    let others: [Estimate]
    /// Without pseudo-choices.
    let logLikelihood: Double
    let iterationCount: Int
    let isReached: Bool
  }

  /// Finds the most likely strengths; the first `itemCount` parameters are the items' log π.
  ///
  /// - Parameter isAnchored: Whether pseudo-choices hold the items against a made-up one of log π 0.
  func fit(itemCount: Int, isAnchored: Bool, confidence: Double) -> Fit {
    let start = [Double](repeating: 0, count: parameterCount)
    let top = Maximum(
      from: start, shiftable: isAnchored ? 0 : itemCount, of: { curvature(at: $0) })
    let sandwich = scores(at: top.parameters).sandwich(around: top.covariance)
    let found = top.isReached ? top.parameters : start.map { _ in .nan }
    let others = (itemCount..<parameterCount).map { index in
      let variance = max(0, top.covariance[index, index], sandwich[index, index])
      return Estimate(value: found[index], error: variance.squareRoot(), confidence: confidence)
    }
    return Fit(
      strengths: Strengths(
        found.prefix(itemCount), modelCovariance: top.covariance, sandwichCovariance: sandwich,
        confidence: confidence),
      others: others, logLikelihood: logLikelihood(at: top.parameters),
      iterationCount: top.iterationCount, isReached: top.isReached)
  }
}
