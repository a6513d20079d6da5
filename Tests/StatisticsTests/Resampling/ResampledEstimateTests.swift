import Runs
import Testing

@testable import Statistics

@Suite("An interval by resampling clusters")
struct ResampledEstimateTests {
  private func mean(_ values: [Double]) -> ([Double]) -> Double? {
    { weights in
      zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    }
  }

  @Test("is wider where units of a cluster are alike")
  func clusters() throws {
    let values = (0..<120).map { Double(($0 / 6) % 3) }
    let naive = try #require(resampledEstimate(unitCount: 120, of: mean(values)))
    let clustered = try #require(
      resampledEstimate(unitCount: 120, clusteredBy: (0..<120).map { $0 / 6 }, of: mean(values)))
    #expect(naive.value == clustered.value)
    let ratio = (clustered.upper - clustered.lower) / (naive.upper - naive.lower)
    // Six copies of each value: √6.
    #expect((2.1...2.8).contains(ratio))
  }

  @Test("is unknown with fewer than two clusters, and none where nothing is defined")
  func edges() throws {
    let one = try #require(
      resampledEstimate(unitCount: 3, clusteredBy: [7, 7, 7], of: mean([1, 2, 3])))
    #expect(one.value == 2 && !one.hasInterval)
    #expect("\(one)" == "2 (interval unknown)")
    #expect(one.percent == "200% (interval unknown)")
    #expect(resampledEstimate(unitCount: 3) { _ in nil } == nil)
  }

  @Test("leaves out the resamples on which the statistic is undefined")
  func undefinedResamples() throws {
    let found = try #require(
      resampledEstimate(unitCount: 4) { $0[0] > 0 ? $0[0] / $0.reduce(0, +) : nil })
    #expect(found.lower > 0 && found.upper <= 1)
  }

  @Test("is the same for the same seed, and another for another")
  func determinism() {
    let values = (0..<30).map { Double($0 * $0 % 17) }
    func found(_ seed: UInt64) -> Estimate? {
      resampledEstimate(
        unitCount: 30, resampling: Resampling(count: 100, seed: seed), of: mean(values))
    }
    #expect(found(1) == found(1))
    #expect(found(1) != found(2))
  }

  @Test("is Wilson's over clusters where all have the same share")
  func unanimous() {
    let all = clusteredShare(
      of: [1, 1, 1, 1, 1, 1], clusteredBy: [0, 0, 1, 1, 2, 2], resampling: Resampling())
    #expect(all == proportion(3, of: 3))
    #expect(clusteredShare(of: [], clusteredBy: nil, resampling: Resampling()).value.isNaN)
  }
}
