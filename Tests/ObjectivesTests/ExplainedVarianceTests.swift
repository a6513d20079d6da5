import Objectives
import Testing
import Torch

@Suite struct ExplainedVarianceTests {
  let returns = Tensor(rows: [[1.0, 2, 3, 50]])
  let counts = Tensor(rows: [[true, true, true, false]])

  @Test(
    "is 1 for a perfect critic, 0 for a constant one, below 0 for a harmful one",
    arguments: [
      ([1, 2, 3, 9], 1), ([4, 4, 4, 9], 0), ([2, 3, 4, 9], 1), ([3, 2, 1, 9], -3),
    ] as [([Double], Double)])
  func byHand(values: [Double], due: Double) {
    let found = explainedVariance(of: Tensor(rows: [values]), returns: returns, where: counts)
    expectClose(found, [due], within: 1e-12)
  }

  @Test("is 0 where all returns are equal")
  func constant() {
    let found = explainedVariance(
      of: Tensor(rows: [[1.0, 2]]), returns: Tensor(rows: [[3.0, 3]]), where: .ones([1, 2], .bool))
    #expect(found.value == 0)
  }
}
