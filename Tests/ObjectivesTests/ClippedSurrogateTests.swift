import Foundation
import Objectives
import Testing
import Torch

@Suite struct ClippedSurrogateTests {
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
    let ratios = tokenRatios(logProbabilities, old)
    let found = clippedSurrogateLoss(ratios: ratios, advantages: advantages, range: 0.8...1.2)
    expectClose(found, [loss], within: 1e-12)
    found.sum().backward()
    expectClose(logProbabilities.gradient ?? .ones([1]), [slope], within: 1e-12)
    let (low, high) = isRatioClipped(ratios: ratios, advantages: advantages, range: 0.8...1.2)
    #expect((low .|| high).array(Bool.self) == [isClipped])
  }

  // Ye et al. 2020: where A < 0 the objective is max(min(ρA, clip(ρ)A), δA).
  @Test(
    "with a second clip lets no token cost more than the cap says, and none of the others differ",
    arguments: [
      // ratio, advantage, loss, gradient by log π, is capped
      (1.5, -2.0, 3.0, 3.0, false), (2.9, -2, 5.8, 5.8, false), (4, -2, 6, 0, true),
      (0.5, -2, 1.6, 0, false), (4, 2, -2.4, 0, false), (1.1, 2, -2.2, -2.2, false),
    ] as [(Double, Double, Double, Double, Bool)])
  func dualClip(ratio: Double, advantage: Double, loss: Double, slope: Double, isCapped: Bool) {
    let logProbabilities = Tensor(rows: [[log(ratio)]]).asLeaf
    let ratios = tokenRatios(logProbabilities, .zeros([1, 1], .float64))
    let advantages = Tensor(rows: [[advantage]])
    let found = clippedSurrogateLoss(
      ratios: ratios, advantages: advantages, range: 0.8...1.2, cap: 3)
    expectClose(found, [loss], within: 1e-12)
    let clipped = min(max(ratio, 0.8), 1.2)
    let inner = min(ratio * advantage, clipped * advantage)
    let published = advantage < 0 ? max(inner, 3 * advantage) : inner
    expectClose(found, [-published], within: 1e-12)
    found.sum().backward()
    expectClose(logProbabilities.gradient ?? .ones([1]), [slope], within: 1e-12)
    let flag = isRatioCapped(ratios: ratios, advantages: advantages, cap: 3)
    #expect(flag.array(Bool.self) == [isCapped])
  }

  @Test("with a higher upper bound lets likely tokens rise further, and no others fall further")
  func clipHigher() {
    let ratios = Tensor(rows: [[1.25, 1.25, 0.75, 0.75]])
    let found = clippedSurrogateLoss(
      ratios: ratios, advantages: Tensor(rows: [[1.0, -1, 1, -1]]), range: 0.8...1.28)
    expectClose(found, [-1.25, 1.25, -0.75, 0.8], within: 1e-12)
  }

  @Test("at the first update has ratio 1, mean 0 over whitened advantages, and nothing clipped")
  func firstUpdate() {
    let logProbabilities = Tensor.sample([4, 6], seed: 1)
    let counts = Tensor(rows: [6, 1, 3, 5].map { length in (0..<6).map { $0 < length } })
    let advantages = whitened(.sample([4, 6], seed: 2), where: counts)
    let ratios = tokenRatios(logProbabilities, logProbabilities)
    expectClose(ratios, Array(repeating: 1, count: 24), within: 1e-12)
    let loss = clippedSurrogateLoss(ratios: ratios, advantages: advantages, range: 0.8...1.2)
    expectClose(mean(of: loss, where: counts), [0], within: 1e-12)
    let (low, high) = isRatioClipped(ratios: ratios, advantages: advantages, range: 0.8...1.2)
    #expect((low .|| high).to(.float32).sum().value == 0)
    let change = klEstimate(policy: logProbabilities, reference: logProbabilities, .k2)
    #expect(mean(of: change, where: counts).value == 0)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [.sample([3, 5], seed: 3)]) {
      clippedSurrogateLoss(
        ratios: tokenRatios($0[0], .sample([3, 5], seed: 4)),
        advantages: .sample([3, 5], seed: 5), range: 0.6...1.5, cap: 2
      ).sum()
    }
  }
}

/// π / π_old of tokens that all count.
func tokenRatios(_ new: Tensor, _ old: Tensor) -> Tensor {
  importanceRatios(
    logProbabilities: new, oldLogProbabilities: old, where: .ones(new.shape, .bool))
}
