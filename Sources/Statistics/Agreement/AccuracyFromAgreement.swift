/// Returns how often two equally good labelers are right who agree with a given probability.
///
///     p = (1 + √(2a − 1)) / 2,   from   a = p² + (1 − p)²
///
/// It supposes two answers, mistakes that do not depend on the question, and one true answer; where
/// people differ in taste it is too low.
///
/// - Parameter agreement: a, in `0...1`.
/// - Returns: p; nil where a is below ½, which no two such labelers have.
public func accuracy(fromAgreement agreement: Double) -> Double? {
  precondition(
    agreement.isNaN || (0...1).contains(agreement),
    "the agreement must be in 0...1, is \(agreement)")
  return agreement >= 0.5 ? (1 + (2 * agreement - 1).squareRoot()) / 2 : nil
}

/// Estimates how often two equally good labelers are right from an estimate of their agreement.
///
/// The ends of the interval are turned as the value is; one below ½ counts as ½.
///
/// - Returns: Nil where the agreement itself is below ½ or unknown.
public func accuracy(fromAgreement agreement: Estimate) -> Estimate? {
  guard let value = accuracy(fromAgreement: agreement.value) else { return nil }
  func end(_ share: Double) -> Double {
    share.isNaN ? .nan : accuracy(fromAgreement: min(1, max(0.5, share))) ?? 0.5
  }
  return Estimate(
    value: value, lower: end(agreement.lower), upper: end(agreement.upper),
    confidence: agreement.confidence)
}
