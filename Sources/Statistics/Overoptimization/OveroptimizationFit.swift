import Foundation

/// What was gained at some distance from the start.
public struct OveroptimizationPoint: Sendable, Codable, Equatable {
  /// d, the root of the KL to the start in nats.
  public let distance: Double
  /// The true score, less that of the start.
  public let gain: Double
  /// The standard error of the gain; only how the points' compare matters.
  public let error: Double?

  /// Creates a point.
  public init(distance: Double, gain: Double, error: Double? = nil) {
    self.distance = distance
    self.gain = gain
    self.error = error
  }
}

/// Why no peak is predicted.
public enum OveroptimizationRefusal: Error, CustomStringConvertible, Equatable, Sendable {
  /// There are too few points beyond the start.
  case tooFewPoints(Int)
  /// All points are about as far from the start.
  case noSpread(from: Double, to: Double)
  /// The curve does not bend down, as far as it was seen.
  case doesNotBend(OveroptimizationCurve)
  /// The score falls from the start on.
  case falls(OveroptimizationCurve)

  /// One sentence that says what is missing.
  public var description: String {
    switch self {
    case .tooFewPoints(let count):
      "the curve needs at least 4 points beyond the start, and there \(count == 1 ? "is" : "are") "
        + "\(count == 0 ? "none" : "\(count)"); score more checkpoints"
    case .noSpread(let from, let to):
      "all points lie between \(readable(from * from)) and \(readable(to * to)) nats of KL, too "
        + "near each other to see a bend; the farthest must have twice the KL of the nearest"
    case .doesNotBend(let curve):
      "the true score does not bend down yet (β = \(readable(curve.beta))), so no peak is in sight"
    case .falls(let curve):
      "the true score falls from the start on (α = \(readable(curve.alpha))), so the start is best"
    }
  }
}

/// A curve fitted to what was measured, and the peak that it predicts.
public struct OveroptimizationFit: Sendable, Codable, Equatable {
  /// The curve.
  public let curve: OveroptimizationCurve
  /// Where it is highest, in √nats; the upper end is infinite where no peak at all would do.
  public let peakDistance: Estimate
  /// How high it is there.
  public let peakGain: Estimate
  /// The share of the gains' variance that the curve explains, R²; negative where their mean does
  /// better.
  public let determination: Double
  /// How many points beyond the start it was fitted to.
  public let pointCount: Int
  /// The greatest distance among them.
  public let greatestDistance: Double

  /// Whether the peak lies beyond all that was measured, so that it is a forecast.
  public var isForecast: Bool { peakDistance.value > greatestDistance }

  /// Returns the fit with an interval of the peak's place that was found in another way.
  public func with(peakDistance: Estimate) -> OveroptimizationFit {
    OveroptimizationFit(
      curve: curve, peakDistance: peakDistance, peakGain: peakGain, determination: determination,
      pointCount: pointCount, greatestDistance: greatestDistance)
  }
}

/// Fits a curve of overoptimization to what was measured, and predicts where it is highest.
///
/// The forms are those of Gao et al. 2022, as `OveroptimizationCurve` has them. R/d = α − β·g(d), with g(d) = d or log d, is a line. It is found by least squares, a point
/// weighing d²/σ²: so the squares are those of R itself, which is what was measured with error σ,
/// and points near the start do not count for more than they say. Points at d = 0 say nothing.
///
/// The peak depends on α/β alone, whose interval is Fieller's (1954), with Student's quantile at
/// the points' count less two: it is right where β may be near 0, and then has no upper end. The
/// interval of the height is the curve's at the peak, by the delta method. Both take the points'
/// deviations from the curve for independent; how large they are is found from themselves.
///
/// - Parameters:
///   - points: In any order; those at no distance, or not finite, are passed over.
///   - form: How the policy was optimized.
///   - confidence: In `0..<1`.
/// - Throws: `OveroptimizationRefusal` with fewer than four points, too little spread, or no bend.
public func fittedOveroptimization(
  to points: [OveroptimizationPoint], as form: OveroptimizationCurve.Form,
  confidence: Double = 0.95
) throws -> OveroptimizationFit {
  let used = points.filter { $0.distance > 0 && $0.distance.isFinite && $0.gain.isFinite }
  guard used.count >= 4 else { throw OveroptimizationRefusal.tooFewPoints(used.count) }
  let distances = used.map(\.distance)
  let (nearest, farthest) = (distances.min() ?? 0, distances.max() ?? 0)
  guard farthest * farthest >= 2 * nearest * nearest else {
    throw OveroptimizationRefusal.noSpread(from: nearest, to: farthest)
  }
  let line = WeightedLine(used, form)
  let curve = OveroptimizationCurve(form, alpha: line.alpha, beta: line.beta)
  guard curve.beta > 0 else { throw OveroptimizationRefusal.doesNotBend(curve) }
  guard let place = curve.peakDistance, let height = curve.peakGain else {
    // Where α/β is so great that its power is infinite, the curve is straight.
    throw curve.alpha > 0
      ? OveroptimizationRefusal.doesNotBend(curve) : OveroptimizationRefusal.falls(curve)
  }
  let t = studentQuantile(within: confidence, degrees: used.count - 2)
  let ratio = line.ratio(reaching: t)
  let reach = t * line.error(at: place, form)
  return OveroptimizationFit(
    curve: curve,
    peakDistance: Estimate(
      value: place, lower: form.peak(atRatio: ratio.lower), upper: form.peak(atRatio: ratio.upper),
      confidence: confidence),
    peakGain: Estimate(
      value: height, lower: height - reach, upper: height + reach, confidence: confidence),
    determination: line.determination, pointCount: used.count, greatestDistance: farthest)
}
