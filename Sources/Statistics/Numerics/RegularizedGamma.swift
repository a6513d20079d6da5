import Foundation

/// Returns the upper regularized gamma function Q(a, x) = Γ(a, x)/Γ(a).
///
/// The series of P = 1 − Q where x < a + 1, and else Lentz's continued fraction; Abramowitz and
/// Stegun 1964, 6.5.29 and 6.5.31.
///
/// - Parameters:
///   - shape: a, positive.
///   - x: Not negative.
func upperRegularizedGamma(_ shape: Double, _ x: Double) -> Double {
  precondition(shape > 0 && x >= 0, "Q(a, x) needs a > 0 and x ≥ 0, has \(shape) and \(x)")
  guard x > 0 else { return 1 }
  guard x.isFinite else { return 0 }
  let scale = exp(shape * log(x) - x - logGamma(shape))
  return x < shape + 1
    ? max(0, 1 - scale * gammaSeries(shape, x)) : scale * gammaFraction(shape, x)
}

/// Σ xⁿ / (a(a + 1)…(a + n)).
private func gammaSeries(_ shape: Double, _ x: Double) -> Double {
  var term = 1 / shape
  var sum = term
  var divisor = shape
  while term > sum * 1e-17 {
    divisor += 1
    term *= x / divisor
    sum += term
  }
  return sum
}

/// 1/(x + 1 − a − 1(1 − a)/(x + 3 − a − 2(2 − a)/(x + 5 − a − …))).
private func gammaFraction(_ shape: Double, _ x: Double) -> Double {
  let tiny = 1e-300
  var denominator = x + 1 - shape
  var upper = 1 / tiny
  var lower = 1 / denominator
  var result = lower
  for index in 1...10_000 {
    let numerator = -Double(index) * (Double(index) - shape)
    denominator += 2
    lower = numerator * lower + denominator
    upper = denominator + numerator / upper
    lower = 1 / (abs(lower) < tiny ? tiny : lower)
    upper = abs(upper) < tiny ? tiny : upper
    result *= upper * lower
    if abs(upper * lower - 1) < 1e-16 { break }
  }
  return result
}

/// Returns log Γ(x) for a positive x.
///
/// Stirling's series after shifting x above 10; Foundation's `lgamma` writes to a global sign.
func logGamma(_ x: Double) -> Double {
  var (x, shift) = (x, 0.0)
  while x < 10 {
    shift += log(x)
    x += 1
  }
  let inverse = 1 / x
  let square = inverse * inverse
  let series =
    inverse
    * (1.0 / 12 - square
      * (1.0 / 360 - square
        * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188 - square * 691 / 360_360)))))
  return (x - 0.5) * log(x) - x + log(2 * Double.pi) / 2 + series - shift
}
