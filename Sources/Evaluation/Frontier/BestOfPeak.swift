import Statistics

/// Where the gold score of the best of n is highest, with an interval over prompts.
struct BestOfPeak {
  let distance: Estimate?
  let refusal: String?

  /// Fits the curve to the means over prompts, and anew to those over prompts drawn anew.
  ///
  /// Draws without a peak count as ones whose peak lies beyond all others.
  init(bounds: [Double], gold: [[Double]]) {
    func peak(_ weights: [Double]) throws -> Double {
      let total = weights.reduce(0, +)
      let means = bounds.indices.map { index in
        zip(gold, weights).reduce(0) { $0 + $1.0[index] * $1.1 } / total
      }
      let points = bounds.indices.map {
        OveroptimizationPoint(distance: bounds[$0].squareRoot(), gain: means[$0] - means[0])
      }
      return try fittedOveroptimization(to: points, as: .bestOfN).peakDistance.value
    }
    do {
      _ = try peak(gold.map { _ in 1 })
    } catch {
      (distance, refusal) = (nil, "\(error)")
      return
    }
    let beyond = 1e100
    let found = resampledEstimate(unitCount: gold.count) { (try? peak($0)) ?? beyond }
    distance = found.map {
      Estimate(
        value: $0.value, lower: $0.lower < 1e50 ? $0.lower : .infinity,
        upper: $0.upper < 1e50 ? $0.upper : .infinity, confidence: $0.confidence)
    }
    refusal = nil
  }
}
