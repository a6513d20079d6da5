import Objectives
import Testing
import Torch

private struct Supervised: Decodable {
  let logits: [[[Double]]]
  let ids: [[Int]]
  let isCompletion: [[Bool]]
  let tokenCount: Double
  let loss: Double
  let rowSums: [Double]
  let tokenAccuracy: Double
  let logitsGradient: [[[Double]]]

  var hidden: Tensor {
    Tensor(logits.flatMap { $0.flatMap(\.self) }, shape: [2, 6, 7])
  }
}

@Suite struct CrossEntropyTests {
  @Test("equals the golden loss, accuracy and gradient of SFT")
  func goldenLoss() throws {
    let golden = try golden("supervised", as: Supervised.self)
    let logits = golden.hidden.asLeaf
    let predicted = PredictedTokens(
      of: Tensor(rows: golden.ids), where: Tensor(rows: golden.isCompletion))
    let found = headLogProbabilities(
      hidden: predicted.predecessors(in: logits), outputWeight: identity(7),
      targets: predicted.targets)
    #expect(Double(predicted.count) == golden.tokenCount)
    let loss = crossEntropySum(of: found.logProbabilities) / golden.tokenCount
    expectClose(loss, [golden.loss], within: 1e-12)
    expectClose(found.isBest.to(.float64).mean(), [golden.tokenAccuracy], within: 1e-12)
    expectClose(
      -predicted.spread(found.logProbabilities).sum(along: 1), golden.rowSums, within: 1e-12)
    loss.backward()
    expectClose(
      logits.gradient ?? .zeros([1]), golden.logitsGradient.flatMap { $0.flatMap(\.self) },
      within: 1e-12)
  }

  @Test("does not look at what does not count")
  func prompt() {
    let counts = Tensor(rows: [[false, true, true]])
    let one = crossEntropySum(of: Tensor(rows: [[-9.0, -1, -2]]), where: counts)
    let other = crossEntropySum(of: Tensor(rows: [[Double.nan, -1, -2]]), where: counts)
    #expect(one.value == 3 && other.value == 3)
  }

  @Test("is a finite zero with zero gradients where nothing counts")
  func nothing() {
    let leaf = Tensor.sample([2, 3], seed: 1).asLeaf
    let loss = crossEntropySum(of: leaf, where: .zeros([2, 3], .bool))
    loss.backward()
    #expect(loss.value == 0)
    #expect(leaf.gradient?.floats == [0, 0, 0, 0, 0, 0])
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    let counts = Tensor(rows: [[true, false, true]])
    expectTrueGradients(at: [.sample([1, 3], seed: 2)]) {
      crossEntropySum(of: $0[0], where: counts) + crossEntropySum(of: $0[0].squared())
    }
  }
}
