import Foundation

/// Estimates a probability from how often something happened.
///
///     (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n),   p = successes / n
///
/// The score interval of Wilson 1927: unlike p ± z·√(p(1−p)/n) it is right for few trials and near
/// 0 and 1.
///
/// - Parameters:
///   - successes: How often it happened; something half counted adds ½.
///   - trials: How often it could have happened; the trials must not depend on each other.
///   - confidence: In `0..<1`.
/// - Returns: For no trials, NaN between 0 and 1.
public func proportion(
  _ successes: Double, of trials: Int, confidence: Double = 0.95
) -> Estimate {
  precondition(
    successes >= 0 && successes <= Double(trials),
    "successes must be in 0...\(trials), the trials, but are \(successes)")
  guard trials > 0 else {
    return Estimate(value: .nan, lower: 0, upper: 1, confidence: confidence)
  }
  let count = Double(trials)
  let share = successes / count
  let z = normalQuantile(0.5 + confidence / 2)
  let shrinking = 1 + z * z / count
  let center = (share + z * z / (2 * count)) / shrinking
  let spread = (share * (1 - share) / count + z * z / (4 * count * count)).squareRoot()
  let reach = z * spread / shrinking
  return Estimate(
    value: share, lower: share == 0 ? 0 : max(0, center - reach),
    upper: share == 1 ? 1 : min(1, center + reach), confidence: confidence)
}

/// Returns the number below which a normal variable lies with a probability of at least ½.
func normalQuantile(_ probability: Double) -> Double {
  precondition(
    (0.5..<1).contains(probability), "the probability must be in 0.5..<1, is \(probability)")
  var (low, high) = (0.0, 40.0)
  // Sixty halvings leave nothing that a Double could tell apart.
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if erfc(middle / 2.0.squareRoot()) / 2 > 1 - probability { low = middle } else { high = middle }
  }
  return (low + high) / 2
}
