import Foundation
import Testing

@testable import Statistics

@Suite("A proportion's interval")
struct ProportionTests {
  @Test(
    "has the published ends",
    arguments: [
      (8.0, 10, 0.4902, 0.9433), (0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (1, 2, 0.0945, 0.9055),
      (81, 263, 0.2553, 0.3662),
    ])
  func published(successes: Double, trials: Int, lower: Double, upper: Double) {
    let estimate = proportion(successes, of: trials)
    expectClose(estimate.value, successes / Double(trials))
    expectClose(estimate.lower, lower, within: 5e-5)
    expectClose(estimate.upper, upper, within: 5e-5)
    #expect(estimate.confidence == 0.95)
  }

  @Test("is all of 0 to 1 where nothing was tried")
  func nothing() {
    let estimate = proportion(0, of: 0)
    #expect(estimate.value.isNaN && estimate.lower == 0 && estimate.upper == 1)
    #expect(estimate.percent == "unknown")
  }

  @Test("holds the true probability as often as it says, on the mean over all of them")
  func coverage() {
    let probabilities = (1...99).map { Double($0) / 100 }
    let coverages = probabilities.map { coverage(of: $0, trials: 40) }
    #expect((0.945...0.955).contains(coverages.reduce(0, +) / 99))
    #expect(coverages.allSatisfy { $0 > 0.9 })
  }

  /// The chance, by the binomial distribution, that the interval holds the probability.
  private func coverage(of probability: Double, trials: Int) -> Double {
    var chance = pow(1 - probability, Double(trials))
    var covered = 0.0
    for successes in 0...trials {
      let estimate = proportion(Double(successes), of: trials)
      if estimate.lower <= probability, probability <= estimate.upper { covered += chance }
      chance *= Double(trials - successes) / Double(successes + 1) * probability / (1 - probability)
    }
    return covered
  }

  @Test("is wider for more confidence")
  func confidence() {
    let usual = proportion(30, of: 50)
    let sure = proportion(30, of: 50, confidence: 0.99)
    #expect(sure.lower < usual.lower && usual.upper < sure.upper)
    expectClose(normalQuantile(0.975), 1.959963984540054)
    expectClose(normalQuantile(0.995), 2.5758293035489004)
    expectClose(normalQuantile(0.5), 0)
  }

  @Test("is written in percent")
  func percent() {
    #expect(proportion(8, of: 10).percent == "80% (49–94%)")
    #expect("\(proportion(8, of: 10))" == "0.800 (0.490–0.943)")
    #expect("\(Estimate(value: -1, lower: -2, upper: 0.5))" == "−1 (−2 to 0.500)")
  }
}
