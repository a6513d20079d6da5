import Foundation

/// Returns how likely a count is that is as unlikely as the one found, or more: the exact test.
///
///     p = Σ P(x) over all x with P(x) ≤ P(successes),   P binomial
///
/// - Parameters:
///   - successes: How often something happened.
///   - trials: How often it could have happened.
///   - probability: What is supposed of it; in `0...1`.
/// - Returns: 1 for no trials.
public func binomialTest(
  _ successes: Int, of trials: Int, probability: Double = 0.5
) -> Double {
  precondition(
    successes >= 0 && successes <= trials,
    "successes must be in 0...\(trials), the trials, but are \(successes)")
  precondition((0...1).contains(probability), "the probability is \(probability), not in 0...1")
  // Counts that are exactly as unlikely must not be lost to rounding.
  let largest =
    binomialProbability(of: successes, of: trials, probability: probability)
    * (1 + 1e-7)
  let sum = (0...trials).reduce(0) { sum, count in
    let chance = binomialProbability(of: count, of: trials, probability: probability)
    return chance <= largest ? sum + chance : sum
  }
  return min(1, sum)
}

/// Returns the binomial probability of a count.
func binomialProbability(of count: Int, of trials: Int, probability: Double) -> Double {
  let (successes, failures) = (Double(count), Double(trials - count))
  if probability == 0 || probability == 1 {
    return count == (probability == 0 ? 0 : trials) ? 1 : 0
  }
  return exp(
    logGamma(Double(trials) + 1) - logGamma(successes + 1) - logGamma(failures + 1)
      + successes * log(probability) + failures * log1p(-probability))
}
