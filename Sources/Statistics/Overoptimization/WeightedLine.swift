import Foundation

/// The least squares of R = α·d − β·d·g(d), with what is known of how α and β vary.
struct WeightedLine {
  let alpha: Double
  let beta: Double
  /// R² around the weighted mean of the gains.
  let determination: Double
  private let alphaVariance: Double
  private let betaVariance: Double
  private let covariance: Double

  /// Fits the line; the points must have different distances above 0.
  init(_ points: [OveroptimizationPoint], _ form: OveroptimizationCurve.Form) {
    let weights = Self.weights(of: points)
    var (aa, ab, bb, ay, by) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (point, weight) in zip(points, weights) {
      let a = point.distance
      let b = -point.distance * form.bend(at: point.distance)
      aa += weight * a * a
      ab += weight * a * b
      bb += weight * b * b
      ay += weight * a * point.gain
      by += weight * b * point.gain
    }
    let determinant = aa * bb - ab * ab
    let (alpha, beta) = (
      (bb * ay - ab * by) / determinant, (aa * by - ab * ay) / determinant
    )
    let curve = OveroptimizationCurve(form, alpha: alpha, beta: beta)
    let mean = zip(points, weights).reduce(0) { $0 + $1.0.gain * $1.1 } / weights.reduce(0, +)
    func squares(_ deviation: (OveroptimizationPoint) -> Double) -> Double {
      zip(points, weights).reduce(0) { $0 + $1.1 * deviation($1.0) * deviation($1.0) }
    }
    let left = squares { $0.gain - curve.gain(at: $0.distance) }
    let total = squares { $0.gain - mean }
    let variance = left / Double(points.count - 2)
    (self.alpha, self.beta) = (alpha, beta)
    determination = total > 0 ? 1 - left / total : .nan
    alphaVariance = variance * bb / determinant
    betaVariance = variance * aa / determinant
    covariance = -variance * ab / determinant
  }

  /// 1/σ² each, made 1 on average; all 1 where an error is missing.
  private static func weights(of points: [OveroptimizationPoint]) -> [Double] {
    let errors = points.compactMap(\.error).filter { $0 > 0 && $0.isFinite }
    guard errors.count == points.count else { return points.map { _ in 1 } }
    let raw = errors.map { 1 / ($0 * $0) }
    let mean = raw.reduce(0, +) / Double(raw.count)
    return raw.map { $0 / mean }
  }

  /// The standard error of the curve's height at a distance.
  func error(at distance: Double, _ form: OveroptimizationCurve.Form) -> Double {
    let a = distance
    let b = -distance * form.bend(at: distance)
    return max(0, a * a * alphaVariance + 2 * a * b * covariance + b * b * betaVariance)
      .squareRoot()
  }

  /// Fieller's interval of α/β: all ρ with |α − ρβ| at most t standard errors of it.
  ///
  /// Where β may be 0, the interval has no upper end.
  func ratio(reaching t: Double) -> (lower: Double, upper: Double) {
    let leading = beta * beta - t * t * betaVariance
    let middle = alpha * beta - t * t * covariance
    let last = alpha * alpha - t * t * alphaVariance
    let discriminant = middle * middle - leading * last
    guard discriminant >= 0 else { return (-.infinity, .infinity) }
    let root = discriminant.squareRoot()
    if leading > 0 { return ((middle - root) / leading, (middle + root) / leading) }
    // Now all ρ but those between the roots; the greater root is the lower end of what holds α/β.
    let ends = [(middle - root) / leading, (middle + root) / leading]
    let greater = max(ends[0], ends[1])
    return (alpha / beta >= greater ? greater : -.infinity, .infinity)
  }
}
