import Foundation
import Objectives
import Testing
import Torch

struct GoldenLogProbabilities: Decodable {
  struct Case: Decodable {
    let temperature: Double
    let tokenLogProbabilities: [[Double]]
    let entropies: [[Double]]
    let sequenceLogProbabilities: [Double]
    let meanEntropy: Double
  }
  let logits: [[[Double]]]
  let ids: [[Int]]
  let isCompletion: [[Bool]]
  let cases: [Case]

  var hidden: Tensor {
    Tensor(logits.flatMap { $0.flatMap(\.self) }, shape: [2, 6, 7])
  }
}

/// A head that passes hidden states on as logits.
func identity(_ width: Int) -> Tensor {
  Tensor(rows: (0..<width).map { row in (0..<width).map { $0 == row ? 1.0 : 0 } })
}

@Suite struct LogProbabilitiesTests {
  @Test("equals the golden log probabilities and entropies", arguments: [0, 1])
  func goldenCases(index: Int) throws {
    let golden = try golden("log-probabilities", as: GoldenLogProbabilities.self)
    let due = golden.cases[index]
    let ids = Tensor(rows: golden.ids), isCompletion = Tensor(rows: golden.isCompletion)
    let everything = PredictedTokens(of: ids, where: ids .>= 0)
    let all = headLogProbabilities(
      hidden: everything.predecessors(in: golden.hidden), outputWeight: identity(7),
      targets: everything.targets, temperature: due.temperature)
    expectClose(
      all.logProbabilities, due.tokenLogProbabilities.flatMap(\.self), within: 1e-12)
    expectClose(all.entropies, due.entropies.flatMap(\.self), within: 1e-12)

    let values = everything.spread(all.logProbabilities)
    expectClose(
      rowSums(of: values, where: isCompletion), due.sequenceLogProbabilities, within: 1e-12)
    expectClose(
      mean(of: everything.spread(all.entropies), where: isCompletion), [due.meanEntropy],
      within: 1e-12)
  }

  @Test("does not depend on the size of the chunks", arguments: [1, 3, 4, 10, 11, 2048])
  func chunks(size: Int) {
    let hidden = Tensor.sample([10, 4], seed: 1), weight = Tensor.sample([9, 4], seed: 2)
    let targets = Tensor((0..<10).map { $0 % 9 })
    func both(_ size: Int) -> ([Tensor], [Tensor?]) {
      let leaves = [hidden.asLeaf, weight.asLeaf]
      let found = headLogProbabilities(
        hidden: leaves[0], outputWeight: leaves[1], targets: targets, temperature: 0.7,
        tokensPerChunk: size)
      let gradients = (found.logProbabilities * Tensor.sample([10], seed: 3)).sum()
        .gradients(of: leaves)
      return ([found.logProbabilities, found.entropies, found.isBest], gradients)
    }
    let (whole, wholeGradients) = both(100)
    let (parts, partGradients) = both(size)
    for (part, whole) in zip(parts, whole) { expectClose(part, whole, within: 1e-12) }
    for case (let part?, let whole?) in zip(partGradients, wholeGradients) {
      expectClose(part, whole, within: 1e-12)
    }
  }

  @Test("has the gradients of finite differences, for the states and for the head")
  func gradients() {
    let targets = Tensor([0, 4, 2])
    expectTrueGradients(at: [.sample([3, 4], seed: 4), .sample([5, 4], seed: 5)]) {
      let found = headLogProbabilities(
        hidden: $0[0], outputWeight: $0[1], targets: targets, temperature: 0.6,
        tokensPerChunk: 2)
      return (found.logProbabilities * Tensor([1.0, -2, 0.5])).sum()
    }
  }

  @Test("gives probabilities that add up to one")
  func normalization() {
    let hidden = Tensor.sample([1, 4], seed: 6).expanded([9, 4])
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: .sample([9, 4], seed: 7), targets: .range(0..<9))
    expectClose(found.logProbabilities.exp().sum(), [1], within: 1e-12)
    let entropy = -(found.logProbabilities.exp() * found.logProbabilities).sum()
    expectClose(found.entropies, Array(repeating: entropy.value, count: 9), within: 1e-12)
  }

  @Test("knows nothing where all logits are equal: entropy ln V, and the first token is the best")
  func uniform() {
    let found = headLogProbabilities(
      hidden: .zeros([2, 4]), outputWeight: .sample([8, 4], seed: 8).to(.float32),
      targets: Tensor([0, 3]))
    expectClose(found.logProbabilities, [-log(8), -log(8)], within: 1e-6)
    expectClose(found.entropies, [log(8), log(8)], within: 1e-6)
    #expect(found.isBest.array(Bool.self) == [true, false])
  }

  @Test("divides the logits by the temperature", arguments: [0.25, 0.7, 1, 3])
  func temperature(_ temperature: Double) {
    let hidden = Tensor.sample([5, 4], seed: 9), weight = Tensor.sample([6, 4], seed: 10)
    let targets = Tensor([0, 1, 2, 3, 5])
    let warm = headLogProbabilities(
      hidden: hidden, outputWeight: weight, targets: targets, temperature: temperature)
    let scaled = headLogProbabilities(
      hidden: hidden / temperature, outputWeight: weight, targets: targets)
    expectClose(warm.logProbabilities, scaled.logProbabilities, within: 1e-12)
    expectClose(warm.entropies, scaled.entropies, within: 1e-12)
  }

  @Test("bounds the logits before the temperature divides them")
  func softcap() {
    let hidden = Tensor.sample([5, 4], seed: 9), weight = Tensor.sample([6, 4], seed: 10)
    let targets = Tensor([0, 1, 2, 3, 5])
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: weight, targets: targets, temperature: 0.7, softcap: 1.5,
      tokensPerChunk: 2)
    let bounded = (hidden.linear(weight) / 1.5).tanh() * 1.5
    let all = (bounded / 0.7).logSoftmax(along: -1)
    let due = all.gathered(along: -1, at: targets.unsqueezed(-1)).squeezed(-1)
    expectClose(found.logProbabilities, due, within: 1e-12)
    expectClose(found.entropies, -(all.exp() * all).sum(along: -1), within: 1e-12)
  }

  @Test("normalizes half-precision logits in single precision")
  func halfPrecision() {
    let hidden = Tensor.sample([20, 8], seed: 11).to(.bfloat16)
    let weight = Tensor.sample([300, 8], seed: 12).to(.bfloat16)
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: weight, targets: Tensor(Array(0..<20)))
    #expect(found.logProbabilities.dtype == .float32)
    let logits = hidden.linear(weight).to(.float64)
    let due = logits.select(7, along: 0).logSoftmax(along: -1).select(7, along: 0)
    expectClose(found.logProbabilities.select(7, along: 0), due, within: 1e-5)
  }

  @Test("takes no gradient through the entropies")
  func detachedEntropies() {
    let hidden = Tensor.sample([2, 3], seed: 13).asLeaf
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: .sample([4, 3], seed: 14), targets: Tensor([0, 1]))
    #expect(found.logProbabilities.requiresGradient)
    #expect(!found.entropies.requiresGradient)
  }

  @Test("has the gradients of finite differences through the entropies where asked, in chunks")
  func entropyGradients() {
    let targets = Tensor([0, 4, 2])
    expectTrueGradients(at: [.sample([3, 4], seed: 15), .sample([5, 4], seed: 16)]) {
      let found = headLogProbabilities(
        hidden: $0[0], outputWeight: $0[1], targets: targets, temperature: 0.6,
        differentiatingEntropies: true, tokensPerChunk: 2)
      return (found.entropies * Tensor([1.0, -2, 0.5])).sum() + found.logProbabilities.sum()
    }
  }

  @Test("finds the same entropies in chunks where gradients flow through them")
  func entropiesInChunks() {
    let (hidden, weight) = (Tensor.sample([3, 4], seed: 15), Tensor.sample([5, 4], seed: 16))
    hidden.requiresGradient = true
    let targets = Tensor([0, 4, 2])
    let whole = headLogProbabilities(hidden: hidden, outputWeight: weight, targets: targets)
    let chunked = headLogProbabilities(
      hidden: hidden, outputWeight: weight, targets: targets, differentiatingEntropies: true,
      tokensPerChunk: 2)
    #expect((chunked.entropies - whole.entropies).absolute().max().value < 1e-6)
    #expect((chunked.logProbabilities - whole.logProbabilities).absolute().max().value < 1e-6)
    #expect(chunked.entropies.requiresGradient && chunked.logProbabilities.requiresGradient)
  }

  @Test("gives nothing for no tokens")
  func empty() {
    let found = headLogProbabilities(
      hidden: .zeros([0, 3]), outputWeight: .zeros([4, 3]), targets: .zeros([0], .int64))
    #expect(found.logProbabilities.shape == [0])
    #expect(found.entropies.shape == [0])
    #expect(found.isBest.shape == [0])
  }

  @Test("refuses targets that do not match the states")
  func mismatch() async {
    await #expect(processExitsWith: .failure) {
      _ = headLogProbabilities(
        hidden: .zeros([2, 3]), outputWeight: .zeros([4, 3]), targets: .zeros([3], .int64))
    }
  }
}
