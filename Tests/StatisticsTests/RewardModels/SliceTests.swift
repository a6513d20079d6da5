import Testing

@testable import Statistics

@Suite("Slices")
struct SliceTests {
  @Test("have their own shares, and leave out what has no name")
  func shares() {
    let found = slices(
      of: [1, 0, 1, 1, 0.5, 0], by: ["b", "b", "a", "a", "b", nil], clusteredBy: [0, 0, 1, 2, 3, 4])
    #expect(found.map(\.name) == ["a", "b"])
    #expect(found.map(\.count) == [2, 3])
    #expect(found.map(\.clusterCount) == [2, 2])
    expectClose(found.map(\.share.value), [1, 0.5])
    // Where all agree, Wilson's interval stands for what is not known.
    #expect(found[0].share == proportion(2, of: 2))
  }

  @Test("together weigh as much as the whole")
  func whole() {
    let credits = (0..<100).map { Double(($0 * 7) % 3) / 2 }
    let found = slices(of: credits, by: (0..<100).map { "\($0 % 6)" })
    let sum = found.reduce(0) { $0 + $1.share.value * Double($1.count) }
    expectClose(sum, credits.reduce(0, +))
  }

  @Test(
    "of lengths are by ratio, the same both ways round",
    arguments: [
      (20, 10, LengthDifference.muchLonger, LengthDifference.muchShorter),
      (12, 10, .longer, .shorter), (11, 10, .alike, .alike), (19, 10, .longer, .shorter),
      (10, 10, .alike, .alike), (0, 0, .alike, .alike), (2, 0, .muchLonger, .muchShorter),
    ])
  func lengths(first: Int, second: Int, due: LengthDifference, mirrored: LengthDifference) {
    #expect(LengthDifference(first, against: second) == due)
    #expect(LengthDifference(second, against: first) == mirrored)
  }
}

@Suite("The length of completions")
struct LengthCorrelationTests {
  @Test("goes with their rewards as numpy says")
  func golden() throws {
    let golden = try RewardCalibrationTests.golden()
    let found = LengthCorrelation(
      of: golden.rewards, with: golden.lengths, prompts: Array(golden.rewards.indices),
      resampling: Resampling(count: 100))
    expectClose(found.pearson?.value, golden.pearson, within: 1e-12)
    expectClose(found.spearman?.value, golden.spearman, within: 1e-12)
    #expect(found.pearson.map { $0.lower > 0.2 && $0.upper < 0.85 } == true)
  }

  @Test("says nothing where all are alike")
  func constant() {
    let found = LengthCorrelation(of: [1, 2, 3], with: [5, 5, 5], prompts: [0, 1, 2])
    #expect(found.pearson == nil && found.spearman == nil)
  }
}
