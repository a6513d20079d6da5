/// A log likelihood at one place: its value, slope and curvature.
struct Curvature {
  var value: Double
  var gradient: [Double]
  /// The negative of the second derivatives.
  var information: SquareMatrix

  init(parameterCount: Int) {
    value = 0
    gradient = [Double](repeating: 0, count: parameterCount)
    information = SquareMatrix(size: parameterCount)
  }
}

/// Where a log likelihood is largest.
struct Maximum {
  var parameters: [Double]
  var value: Double
  /// The inverse of the information; without the direction in which nothing changes.
  var covariance: SquareMatrix
  var iterationCount: Int
  /// Whether it was reached; otherwise the likelihood grows without end, or has no single top.
  var isReached: Bool
}

extension Maximum {
  /// Climbs to the top of a concave function by Newton's method, halving steps that lead down.
  ///
  /// - Parameters:
  ///   - start: Where to begin.
  ///   - shiftable: How many of the first parameters can all be shifted by one number without any
  ///     change; they keep their sum.
  ///   - curvature: The function at a place; its value may be −∞ outside of where it is defined.
  init(
    from start: [Double], shiftable: Int = 0, iterationLimit: Int = 100,
    of curvature: ([Double]) -> Curvature
  ) {
    self.init(
      parameters: start, value: -.infinity, covariance: SquareMatrix(size: start.count),
      iterationCount: 0, isReached: false)
    var current = curvature(start)
    while iterationCount < iterationLimit {
      guard let inverse = current.information.inverse(withoutShiftOf: shiftable) else { break }
      covariance = inverse
      let step = inverse * current.gradient
      let length = step.map(abs).max() ?? 0
      isReached = length < 1e-10 * max(1, parameters.map(abs).max() ?? 1)
      guard !isReached, length.isFinite else { break }
      iterationCount += 1
      guard let next = Self.climbed(from: parameters, by: step, above: current.value, curvature)
      else { break }
      parameters = next.parameters
      current = next.curvature
    }
    value = current.value
  }

  private static func climbed(
    from parameters: [Double], by step: [Double], above value: Double,
    _ curvature: ([Double]) -> Curvature
  ) -> (parameters: [Double], curvature: Curvature)? {
    // So near to the top whole steps are right, and values are equal but for their rounding.
    let isNear = step.allSatisfy { abs($0) < 1e-4 }
    var scale = 1.0
    for _ in 0..<40 {
      let tried = zip(parameters, step).map { $0 + scale * $1 }
      let found = curvature(tried)
      if isNear || found.value >= value { return (tried, found) }
      scale /= 2
    }
    return nil
  }
}

extension SquareMatrix {
  /// The inverse where the matrix is zero along a shift of its first `count` coordinates.
  ///
  /// With u the unit vector of that shift, it is (M + u·uᵀ)⁻¹ − u·uᵀ.
  func inverse(withoutShiftOf count: Int) -> SquareMatrix? {
    guard count > 0 else { return positiveDefiniteInverse }
    var filled = self
    for row in 0..<count { for column in 0..<count { filled[row, column] += 1 / Double(count) } }
    guard var inverse = filled.positiveDefiniteInverse else { return nil }
    for row in 0..<count { for column in 0..<count { inverse[row, column] -= 1 / Double(count) } }
    return inverse
  }
}
