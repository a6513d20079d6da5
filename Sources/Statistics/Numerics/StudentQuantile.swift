import Foundation

/// Returns the share of Student's distribution that lies within −t and t.
///
/// For whole degrees of freedom ν and θ = atan(t/√ν), Abramowitz and Stegun 1964, 26.7.3 and 26.7.4:
///
///     odd:   2/π·[θ + sin θ·(cos θ + 2/3·cos³θ + … + 2·4…(ν−3)/(3·5…(ν−2))·cos^(ν−2) θ)]
///     even:  sin θ·[1 + 1/2·cos²θ + … + 1·3…(ν−3)/(2·4…(ν−2))·cos^(ν−2) θ]
func studentShare(within t: Double, degrees: Int) -> Double {
  let angle = atan(t / Double(degrees).squareRoot())
  let cosine = cos(angle)
  let isOdd = degrees % 2 == 1
  var term = isOdd ? cosine : 1
  var sum = degrees == 1 ? 0 : term
  for power in stride(from: isOdd ? 3 : 2, through: degrees - 2, by: 2) {
    term *= cosine * cosine * Double(power - 1) / Double(power)
    sum += term
  }
  return isOdd ? 2 / .pi * (angle + sin(angle) * sum) : sin(angle) * sum
}

/// Returns the t within which, on both sides of zero, a share of Student's distribution lies.
///
/// - Parameters:
///   - share: In `0..<1`.
///   - degrees: The degrees of freedom, at least 1.
func studentQuantile(within share: Double, degrees: Int) -> Double {
  precondition(
    (0..<1).contains(share) && degrees >= 1, "the share is \(share) with \(degrees) degrees")
  var (low, high) = (0.0, 1.0)
  while studentShare(within: high, degrees: degrees) < share, high < 1e12 { high *= 2 }
  for _ in 0..<200 where high - low > 1e-12 * high {
    let middle = (low + high) / 2
    if studentShare(within: middle, degrees: degrees) < share {
      low = middle
    } else {
      high = middle
    }
  }
  return (low + high) / 2
}
