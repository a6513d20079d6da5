import Foundation
import Testing

@testable import Statistics

@Suite("Position bias")
struct PositionBiasTests {
  @Test(
    "has the published exact p-values for two places",
    arguments: [(60, 0.0569), (61, 0.0352), (40, 0.0569), (50, 1)])
  func exact(wins: Int, due: Double) {
    expectClose(binomialTest(wins, of: 100), due, within: 5e-5)
    let bias = PositionBias(winsBySlot: [Double(wins), Double(100 - wins)])
    expectClose(bias.pValue, due, within: 5e-5)
    #expect(bias.winShares[0] == proportion(Double(wins), of: 100))
  }

  @Test(
    "is exact for other probabilities too",
    arguments: [(3, 20, 0.4, 0.022427038142043255), (0, 10, 0.2, 0.22824806400000008)])
  func skewed(successes: Int, trials: Int, probability: Double, due: Double) {
    // Equivalent Python: scipy.stats.binomtest(successes, trials, probability).pvalue
    expectClose(binomialTest(successes, of: trials, probability: probability), due)
    #expect(binomialTest(0, of: 0) == 1)
  }

  @Test("is tested by χ² for more places")
  func several() {
    // Equivalent Python: scipy.stats.chisquare([20, 30, 25, 45])
    let bias = PositionBias(winsBySlot: [20, 30, 25, 45])
    expectClose(bias.test.statistic, 11.666666666666668)
    expectClose(bias.pValue, 0.008616778497902072)
    #expect(bias.test.degreesOfFreedom == 3)
    expectClose(PositionBias(winsBySlot: [45, 25, 20, 30]).pValue, bias.pValue)
    #expect(PositionBias(winsBySlot: [10, 10, 10]).pValue == 1)
  }

  @Test("takes shares of a win, and nothing at all")
  func shares() {
    let bias = PositionBias(winsBySlot: [1.5, 2.5])
    expectClose(bias.winShares[0].value, 0.375)
    #expect(bias.pValue == bias.test.pValue)
    #expect(PositionBias(winsBySlot: [0, 0]).pValue.isNaN)
    #expect(PositionBias(winsBySlot: []).pValue.isNaN)
    #expect(PositionBias(winsBySlot: [0, 0, 0]).winShares[2].value.isNaN)
  }

  @Test("combines over sizes of tasks")
  func combined() {
    let tests = [[10.0, 20], [12, 8, 10], [0, 0]].map { ChiSquaredTest(uniform: $0) }
    let found = ChiSquaredTest(combining: tests)
    expectClose(found.statistic, 100.0 / 30 + 0.8)
    #expect(found.degreesOfFreedom == 3)
    #expect(ChiSquaredTest(combining: []).pValue.isNaN)
  }

  @Test("is adjusted over labelers by Holm")
  func holm() {
    expectClose(holmAdjusted([0.01, 0.04, 0.03, 0.005]), [0.03, 0.06, 0.06, 0.02])
    #expect(holmAdjusted([0.9, 0.8]) == [1, 1])
    let gaps = holmAdjusted([.nan, 0.02, 0.03])
    #expect(gaps[0].isNaN && gaps[1] == 0.04 && gaps[2] == 0.04)
    #expect(holmAdjusted([]).isEmpty)
  }
}

@Suite("Unchanged orders")
struct UnchangedOrderTests {
  private typealias Ranking = UnchangedOrder.Ranking

  @Test("are expected one in K! times")
  func expected() {
    let rankings = [
      Ranking(itemCount: 2, isUnchanged: true), Ranking(itemCount: 3, isUnchanged: false),
    ]
    let found = UnchangedOrder(rankings)
    expectClose(found.expectedShare, (1.0 / 2 + 1.0 / 6) / 2)
    expectClose(found.share.value, 0.5)
    // P(at least one) = 1 − ½ · ⅚.
    expectClose(found.pValue, 1 - 0.5 * 5 / 6)
  }

  @Test("are tested by the binomial where all tasks have one size")
  func binomial() {
    let rankings = (0..<20).map { Ranking(itemCount: 3, isUnchanged: $0 < 7) }
    let due = (7...20).reduce(0) {
      $0 + binomialProbability(of: $1, of: 20, probability: 1.0 / 6)
    }
    expectClose(UnchangedOrder(rankings).pValue, due)
    #expect(UnchangedOrder(rankings).pValue < 0.05)
  }

  @Test("are nothing remarkable where there are none")
  func nothing() {
    #expect(UnchangedOrder([]).pValue == 1 && UnchangedOrder([]).share.value.isNaN)
    #expect(UnchangedOrder([Ranking(itemCount: 4, isUnchanged: false)]).pValue == 1)
  }
}
