import Foundation
import Objectives
import Testing

private struct Controller: Decodable {
  let initial: Double
  let target: Double
  let horizon: Double
  let stepCount: Int
  let measured: [Double]
  let coefficients: [Double]
}

@Suite struct AdaptiveKLCoefficientTests {
  @Test("equals the golden sequence of coefficients")
  func goldenSequence() throws {
    let golden = try golden("kl-controller", as: Controller.self)
    var coefficient = AdaptiveKLCoefficient(
      golden.initial, target: golden.target, horizon: golden.horizon)
    for (kl, due) in zip(golden.measured, golden.coefficients) {
      coefficient.update(kl: kl, episodes: golden.stepCount)
      #expect(abs(coefficient.value - due) < 1e-12)
    }
  }

  @Test(
    "rises above the target, falls below it, by at most a fifth per horizon",
    arguments: [(6.0, 1.0), (6.6, 1.1), (1000, 1.2), (5.4, 0.9), (-1000, 0.8)])
  func direction(kl: Double, factor: Double) {
    var coefficient = AdaptiveKLCoefficient(0.2, target: 6, horizon: 100)
    coefficient.update(kl: kl, episodes: 100)
    #expect(abs(coefficient.value - 0.2 * factor) < 1e-12)
  }

  @Test("survives a checkpoint")
  func coding() throws {
    var coefficient = AdaptiveKLCoefficient()
    coefficient.update(kl: 9, episodes: 128)
    let data = try JSONEncoder().encode(coefficient)
    #expect(try JSONDecoder().decode(AdaptiveKLCoefficient.self, from: data) == coefficient)
  }
}
