import Foundation
import Objectives
import Testing

@Suite struct CostMultiplierTests {
  @Test("moves as equation 31 says")
  func byHand() {
    var multiplier = CostMultiplier(2)
    multiplier.update(meanCost: 1.5, limit: 0.5, rate: 0.1)
    #expect(abs(multiplier.value - 2 * exp(0.1 * 2)) < 1e-12)
    multiplier.update(meanCost: 0, limit: 0.5, rate: 0.1)
    let before = 2 * exp(0.2)
    #expect(abs(multiplier.value - before * exp(-0.1 * before * 0.5)) < 1e-12)
  }

  @Test("stays at the limit, and stays positive and finite however far the cost is from it")
  func bounds() {
    var multiplier = CostMultiplier(1)
    multiplier.update(meanCost: 0.5, limit: 0.5, rate: 1)
    #expect(multiplier.value == 1)
    for _ in 0..<1000 { multiplier.update(meanCost: -10, limit: 0, rate: 1) }
    #expect(multiplier.value > 0)
    for _ in 0..<1000 { multiplier.update(meanCost: 10, limit: 0, rate: 1, maximum: 5) }
    #expect(multiplier.value <= 5.000001)
  }

  @Test("weighs cost against score by hand, the scale kept")
  func scores() {
    #expect(costWeightedScores([3, 1], costs: [1, -2], multiplier: 1) == [1, 1.5])
    #expect(costWeightedScores([3, 1], costs: [1, -2], multiplier: 0) == [3, 1])
    let dear = costWeightedScores([3, 1], costs: [1, -2], multiplier: 1e9)
    #expect(abs(dear[0] + 1) < 1e-6)
    #expect(abs(dear[1] - 2) < 1e-6)
  }

  @Test("comes back from JSON bit for bit")
  func coding() throws {
    var multiplier = CostMultiplier(0.3)
    multiplier.update(meanCost: 0.7, limit: 0.1, rate: 0.05)
    let data = try JSONEncoder().encode(multiplier)
    #expect(try JSONDecoder().decode(CostMultiplier.self, from: data) == multiplier)
  }
}
