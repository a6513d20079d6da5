import Foundation
import Objectives
import Testing
import Torch

@Suite struct ClippedPolicyLossTests {
  @Test(
    "follows the advantage until the ratio leaves the range on its side",
    arguments: [
      // ratio, advantage, loss, gradient by log π, is clipped
      (1.0, 2.0, -2.0, -2.0, false), (1.1, 2, -2.2, -2.2, false), (1.5, 2, -2.4, 0, true),
      (0.5, 2, -1, -1, false), (1.5, -2, 3, 3, false), (0.5, -2, 1.6, 0, true),
      (0.9, -2, 1.8, 1.8, false), (1.5, 0, 0, 0, false),
    ] as [(Double, Double, Double, Double, Bool)])
  func byHand(
    ratio: Double, advantage: Double, loss: Double, slope: Double, isClipped: Bool
  ) {
    let logProbabilities = Tensor(rows: [[log(ratio) - 3]]).asLeaf
    let old = Tensor(rows: [[-3.0]]), advantages = Tensor(rows: [[advantage]])
    let found = clippedPolicyLoss(
      logProbabilities: logProbabilities, oldLogProbabilities: old, advantages: advantages,
      clipRange: 0.2)
    expectClose(found, [loss], within: 1e-12)
    found.sum().backward()
    expectClose(logProbabilities.gradient ?? .ones([1]), [slope], within: 1e-12)
    let flag = isPolicyClipped(
      logProbabilities: logProbabilities, oldLogProbabilities: old, advantages: advantages,
      clipRange: 0.2)
    #expect(flag.array(Bool.self) == [isClipped])
  }

  @Test("at the first update has ratio 1, mean 0 over whitened advantages, and nothing clipped")
  func firstUpdate() {
    let logProbabilities = Tensor.sample([4, 6], seed: 1)
    let counts = Tensor(rows: [6, 1, 3, 5].map { length in (0..<6).map { $0 < length } })
    let advantages = whitened(.sample([4, 6], seed: 2), where: counts)
    let loss = clippedPolicyLoss(
      logProbabilities: logProbabilities, oldLogProbabilities: logProbabilities,
      advantages: advantages, clipRange: 0.2)
    expectClose(mean(of: loss, where: counts), [0], within: 1e-12)
    let ratios = probabilityRatios(
      logProbabilities: logProbabilities, oldLogProbabilities: logProbabilities)
    expectClose(ratios, Array(repeating: 1, count: 24), within: 1e-12)
    let flags = isPolicyClipped(
      logProbabilities: logProbabilities, oldLogProbabilities: logProbabilities,
      advantages: advantages, clipRange: 0.2)
    #expect(flags.to(.float32).sum().value == 0)
    let change = klEstimate(policy: logProbabilities, reference: logProbabilities, .k2)
    #expect(mean(of: change, where: counts).value == 0)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [.sample([3, 5], seed: 3)]) {
      clippedPolicyLoss(
        logProbabilities: $0[0], oldLogProbabilities: .sample([3, 5], seed: 4),
        advantages: .sample([3, 5], seed: 5), clipRange: 0.4
      ).sum()
    }
  }
}
