import Runs
import Testing

@testable import Statistics

@Suite("Intervals by drawing prompts anew")
struct CoverageTests {
  private static let runCount = 500

  /// How often an interval holds a true number, over many samples.
  private func coverage(
    of due: Double, seed: UInt64, _ estimate: (inout SeededGenerator, UInt64) -> Estimate
  ) -> Double {
    var generator = SeededGenerator(seed: seed)
    let held = (0..<Self.runCount).count { run in
      let found = estimate(&generator, UInt64(run))
      return found.lower <= due && due <= found.upper
    }
    return Double(held) / Double(Self.runCount)
  }

  @Test(
    "hold the win rate 93 to 97 times in 100 where comparisons of a prompt depend on each other")
  func winRates() {
    // Each prompt has a rate of its own, uniform around 0.6.
    let found = coverage(of: 0.6, seed: 1) { generator, seed in
      let outcomes = (0..<40).map { _ in
        let rate = 0.2 + 0.8 * generator.nextUnit()
        return (0..<3).map { _ in
          generator.nextUnit() < rate ? Outcome.win : .loss
        }
      }
      return winRate(of: outcomes, resamples: 100, seed: seed)
    }
    #expect((0.93...0.97).contains(found), "\(found)")
  }

  @Test("would hold it too rarely if comparisons were drawn instead of prompts")
  func naive() {
    let found = coverage(of: 0.6, seed: 1) { generator, seed in
      let outcomes = (0..<20).flatMap { _ in
        let rate = generator.nextUnit() < 0.6 ? 0.98 : 0.03
        return (0..<4).map { _ in [generator.nextUnit() < rate ? Outcome.win : .loss] }
      }
      return winRate(of: outcomes, resamples: 50, seed: seed)
    }
    #expect(found < 0.85, "\(found)")
  }

  @Test("hold a mean of scores 93 to 97 times in 100")
  func means() {
    let found = coverage(of: 0.5, seed: 3) { generator, seed in
      let scores = (0..<40).map { _ in
        let prompt = generator.nextUnit() - 0.5
        return (0..<2).map { _ in prompt + generator.nextUnit() }
      }
      return meanEstimate(of: scores, resamples: 100, seed: seed)
    }
    #expect((0.93...0.97).contains(found), "\(found)")
  }
}
