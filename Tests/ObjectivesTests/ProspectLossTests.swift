import Foundation
import Objectives
import Testing
import Torch

@Suite("Losses of completions judged one by one")
struct ProspectLossTests {
  private let logRatios = [0.4, -1.2, 2.5, -0.3]
  private let isDesirable = [true, false, false, true]

  private func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  @Test("equal the formula of KTO, written out")
  func equation() {
    let (beta, point) = (0.3, 0.7)
    let due = zip(logRatios, isDesirable).map { ratio, isGood in
      isGood
        ? 1.5 * (1 - sigmoid(beta * (ratio - point)))
        : 0.8 * (1 - sigmoid(beta * (point - ratio)))
    }
    let losses = ProspectLoss.kto.losses(
      logRatios: Tensor(logRatios), isDesirable: Tensor(isDesirable), referencePoint: point,
      beta: beta, weights: (1.5, 0.8))
    expectClose(losses, due, within: 1e-12)
  }

  @Test("of APO-zero do not see the reference point")
  func anchored() {
    let due = zip(logRatios, isDesirable).map { ratio, isGood in
      isGood ? 1 - sigmoid(0.3 * ratio) : sigmoid(0.3 * ratio)
    }
    let losses = ProspectLoss.anchored.losses(
      logRatios: Tensor(logRatios), isDesirable: Tensor(isDesirable), referencePoint: 5, beta: 0.3)
    expectClose(losses, due, within: 1e-12)
  }

  @Test(
    "are one half where policy and reference agree", arguments: [ProspectLoss.kto, .anchored])
  func agreement(loss: ProspectLoss) {
    let losses = loss.losses(
      logRatios: .zeros([2], .float64), isDesirable: Tensor([true, false]), referencePoint: 0,
      beta: 0.1)
    expectClose(losses, [0.5, 0.5], within: 1e-12)
  }

  private struct Golden: Decodable {
    struct Step: Decodable {
      let logRatios: [Double]
      let isDesirable: [Bool]
      let losses: [Double]
      let delta: Double
    }
    let steps: [Step]
  }

  // Scripts/fixtures/advantages.py runs the lines of TRL 1.13 itself.
  @Test("of BCO are TRL's, step after step of its running mean")
  func binaryClassifier() throws {
    let golden = try golden("bco", as: Golden.self)
    var rewards = RunningMoments()
    for step in golden.steps {
      rewards.add(step.logRatios.map { 0.1 * $0 })
      #expect(abs(rewards.mean - step.delta) < 1e-6)
      let losses = ProspectLoss.binaryClassifier.losses(
        logRatios: Tensor(step.logRatios), isDesirable: Tensor(step.isDesirable),
        referencePoint: rewards.mean / 0.1, beta: 0.1)
      expectClose(losses, step.losses, within: 1e-6)
    }
  }

  @Test("have the gradients of finite differences", arguments: ProspectLoss.allCases)
  func gradients(loss: ProspectLoss) {
    expectTrueGradients(at: [Tensor(logRatios)]) {
      loss.losses(
        logRatios: $0[0], isDesirable: Tensor(isDesirable), referencePoint: 0.2, beta: 0.4,
        weights: (1, 1.3)
      ).mean()
    }
  }
}
