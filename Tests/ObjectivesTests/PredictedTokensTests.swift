import Objectives
import Testing
import Torch

@Suite struct PredictedTokensTests {
  @Test("pairs each counted token with the state before it")
  func pairing() {
    let tokens = Tensor(rows: [[10, 11, 12, 13], [20, 21, 22, 23]])
    let isCompletion = Tensor(rows: [[false, false, true, true], [true, true, false, false]])
    let predicted = PredictedTokens(of: tokens, where: isCompletion)
    // Token 20 counts but has nothing before it.
    #expect(predicted.count == 3)
    #expect(predicted.targets.integers == [12, 13, 21])
    #expect(predicted.indices.integers == [2, 3, 5])
    let hidden = Tensor(Array(0..<16).map(Double.init), shape: [2, 4, 2])
    expectClose(predicted.predecessors(in: hidden), [2, 3, 4, 5, 8, 9], within: 1e-12)
    expectClose(
      predicted.spread(Tensor([-1.0, -2, -3])), [0, 0, -1, -2, 0, -3, 0, 0], within: 1e-12)
  }

  @Test("lets gradients through to the states of counted tokens only")
  func gradients() {
    let predicted = PredictedTokens(
      of: Tensor(rows: [[1, 2, 3]]), where: Tensor(rows: [[false, false, true]]))
    let hidden = Tensor.sample([1, 3, 2], seed: 1).asLeaf
    predicted.spread(predicted.predecessors(in: hidden).sum(along: 1)).sum().backward()
    expectClose(hidden.gradient ?? .zeros([6]), [0, 0, 1, 1, 0, 0], within: 1e-12)
  }

  @Test("finds the same log probabilities wherever the padding is and whatever it holds")
  func padding() {
    let states = Tensor.sample([1, 4, 3], seed: 2), junk = Tensor.sample([1, 2, 3], seed: 3)
    let weight = Tensor.sample([5, 3], seed: 4), tokens = [1, 3, 0, 2],
      counts = [false, true, true]
    func sums(_ hidden: Tensor, _ tokens: [Int], _ isCompletion: [Bool]) -> Double {
      let predicted = PredictedTokens(
        of: Tensor(rows: [tokens]), where: Tensor(rows: [isCompletion]))
      let found = headLogProbabilities(
        hidden: predicted.predecessors(in: hidden), outputWeight: weight,
        targets: predicted.targets)
      return predicted.spread(found.logProbabilities).sum().value
    }
    let plain = sums(states, tokens, [false] + counts)
    let right = sums(
      .concatenation(of: [states, junk], along: 1), tokens + [4, 4],
      [false] + counts + [false, false])
    let left = sums(
      .concatenation(of: [junk, states], along: 1), [0, 2] + tokens,
      [false, false, false] + counts)
    #expect(abs(plain - right) < 1e-12)
    #expect(abs(plain - left) < 1e-12)
  }

  @Test("gives nothing where nothing counts")
  func nothing() {
    let predicted = PredictedTokens(
      of: Tensor(rows: [[1, 2]]), where: Tensor(rows: [[true, false]]))
    #expect(predicted.count == 0)
    #expect(predicted.predecessors(in: .zeros([1, 2, 3])).shape == [0, 3])
    #expect(predicted.spread(.zeros([0])).floats == [0, 0])
  }
}
