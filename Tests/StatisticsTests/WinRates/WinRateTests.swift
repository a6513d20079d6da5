import Runs
import Testing

@testable import Statistics

@Suite("A win rate")
struct WinRateTests {
  @Test("counts a tie as half a win")
  func ties() {
    let outcomes: [Outcome] = [.win, .win, .tie, .tie, .loss]
    #expect(winRate(of: outcomes) == proportion(3, of: 5))
    expectClose(winRate(of: outcomes.map { [$0] }).value, 0.6)
  }

  @Test("weighs comparisons, not prompts, equally")
  func clusters() {
    let outcomes: [[Outcome]] = [[.win, .win, .win], [.loss], []]
    expectClose(winRate(of: outcomes).value, 0.75)
  }

  @Test("has a wider interval where the comparisons of a prompt agree")
  func correlation() {
    let prompts = (0..<50).map { $0 % 3 == 0 ? Outcome.loss : .win }
    let copied = winRate(of: prompts.map { [Outcome](repeating: $0, count: 8) })
    let single = winRate(of: prompts.map { [$0] })
    let naive = winRate(of: prompts.flatMap { [Outcome](repeating: $0, count: 8) })
    expectClose(copied.upper - copied.lower, single.upper - single.lower, within: 1e-9)
    #expect(copied.upper - copied.lower > 2 * (naive.upper - naive.lower))
  }

  @Test("does not claim certainty where all prompts agree")
  func unanimous() {
    let all = winRate(of: [[Outcome]](repeating: [.win, .win], count: 10))
    #expect(all == proportion(10, of: 10))
    #expect(all.lower < 0.73)
    #expect(winRate(of: [[Outcome]]()).value.isNaN)
  }

  @Test("is the same for the same seed, and its interval another for another")
  func determinism() {
    let outcomes = (0..<30).map { [Outcome.allCases[$0 % 3], .win] }
    let first = winRate(of: outcomes, resamples: 200, seed: 1)
    #expect(first == winRate(of: outcomes, resamples: 200, seed: 1))
    #expect(first != winRate(of: outcomes, resamples: 200, seed: 2))
  }

  @Test("holds the true rate about as often as it says, for prompts of several comparisons")
  func coverage() {
    var generator = SeededGenerator(seed: 3)
    let rounds = 400
    let covered = (0..<rounds).count { round in
      let outcomes = (0..<80).map { _ in
        // A prompt has a rate of its own, 0.4 or 0.8; the mean is 0.6.
        let rate = generator.nextUnit() < 0.5 ? 0.4 : 0.8
        return (0..<4).map { _ in generator.nextUnit() < rate ? Outcome.win : .loss }
      }
      let estimate = winRate(of: outcomes, resamples: 200, seed: UInt64(round))
      return estimate.lower <= 0.6 && 0.6 <= estimate.upper
    }
    #expect((0.92...0.975).contains(Double(covered) / Double(rounds)))
  }

  @Test(
    "comes from scores",
    arguments: [
      (1.0, 0.0, 0.0, Outcome.win), (0, 1, 0, .loss), (1, 1, 0, .tie), (1, 0.96, 0.05, .tie),
      (.nan, 0, 0, .loss), (0, .nan, 0, .win), (.nan, .nan, 0, .tie),
      (.infinity, .infinity, 0, .tie),
    ])
  func outcome(score: Double, other: Double, margin: Double, due: Outcome) {
    #expect(Outcome(score, against: other, tieMargin: margin) == due)
  }
}

@Suite("A mean's estimate")
struct MeanEstimateTests {
  @Test("agrees with the normal approximation for many values")
  func normal() {
    var generator = SeededGenerator(seed: 5)
    let values = (0..<400).map { _ in generator.nextUnit() }
    let estimate = meanEstimate(of: values)
    let mean = values.reduce(0, +) / 400
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 399).squareRoot()
    expectClose(estimate.value, mean)
    expectClose(estimate.lower, mean - 1.96 * deviation / 20, within: 0.003)
    expectClose(estimate.upper, mean + 1.96 * deviation / 20, within: 0.003)
  }

  @Test("is a point for equal values, and NaN for none or for NaN")
  func edges() {
    let equal = meanEstimate(of: [2, 2, 2])
    #expect(equal.value == 2 && equal.lower == 2 && equal.upper == 2)
    #expect(meanEstimate(of: [Double]()).value.isNaN)
    #expect(meanEstimate(of: [1, .nan]).lower.isNaN)
  }

  @Test(
    "cuts at shares of the sorted values",
    arguments: [(0.0, 1.0), (0.5, 2.5), (0.25, 1.75), (1, 4)])
  func quantiles(share: Double, due: Double) {
    expectClose(quantile(share, ofSorted: [1, 2, 3, 4]), due)
  }
}
