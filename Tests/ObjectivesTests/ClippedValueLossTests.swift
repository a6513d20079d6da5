import Objectives
import Testing
import Torch

@Suite struct ClippedValueLossTests {
  @Test(
    "takes the larger of the error and the error of the clipped value",
    arguments: [
      // value, old value, return, loss, gradient, is clipped
      (1.0, 1.0, 3.0, 2.0, -2.0, false), (1.1, 1, 3, 1.805, -1.9, false),
      (2, 1, 3, 1.62, 0, true), (0, 1, 3, 4.5, -3, false), (2, 1, 1.5, 0.125, 0.5, false),
    ] as [(Double, Double, Double, Double, Double, Bool)])
  func byHand(
    value: Double, old: Double, result: Double, loss: Double, slope: Double, isClipped: Bool
  ) {
    let values = Tensor(rows: [[value]]).asLeaf
    let oldValues = Tensor(rows: [[old]]), returns = Tensor(rows: [[result]])
    let found = clippedValueLoss(
      values: values, oldValues: oldValues, returns: returns, clipRange: 0.2)
    expectClose(found, [loss], within: 1e-12)
    found.sum().backward()
    expectClose(values.gradient ?? .zeros([1]), [slope], within: 1e-12)
    let flag = isValueClipped(
      values: values, oldValues: oldValues, returns: returns, clipRange: 0.2)
    #expect(flag.array(Bool.self) == [isClipped])
  }

  @Test("is never below half the squared error, and equals it where the value has not moved")
  func bounds() {
    let values = Tensor.sample([4, 6], seed: 1), returns = Tensor.sample([4, 6], seed: 2)
    let plain = 0.5 * (values - returns).squared()
    let clipped = clippedValueLoss(
      values: values, oldValues: .sample([4, 6], seed: 3), returns: returns, clipRange: 0.2)
    #expect((clipped - plain).min().value >= 0)
    #expect((clipped - plain).max().value > 0.1)
    let still = clippedValueLoss(
      values: values, oldValues: values, returns: returns, clipRange: 0.2)
    expectClose(still, plain, within: 1e-12)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [.sample([3, 5], seed: 4)]) {
      clippedValueLoss(
        values: $0[0], oldValues: .sample([3, 5], seed: 5), returns: .sample([3, 5], seed: 6),
        clipRange: 0.4
      ).sum()
    }
  }
}
