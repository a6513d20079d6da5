import NeuralNetworks
import Testing
import Torch

@testable import Models

@Suite("The states that are asked for")
struct WantedStatesTests {
  init() { threadCount = 1 }

  private let tokens = Tensor(Array(0..<11) + Array((0..<11).reversed()), shape: [2, 11])
  private let positions = Tensor.range(0..<11).unsqueezed(0).expanded([2, 11])

  /// States, and the gradient of every weight that a sum over them has one of.
  private func results(
    of model: LanguageModel, _ states: (any Decoder) -> Tensor
  ) -> (states: Tensor, gradients: [String: Tensor]) {
    let states = states(model.decoder)
    states.squared().sum().backward()
    let named = model.parameters.trainable.compactMap { name, tensor in
      tensor.gradient.map { (name, $0.copy()) }
    }
    for (_, tensor) in model.parameters.trainable { tensor.gradient = nil }
    return (states.detached(), Dictionary(uniqueKeysWithValues: named))
  }

  @Test(
    "are those of all, and so are the gradients", arguments: ModelConfiguration.Family.allCases,
    [[0, 3, 10], [7], []])
  func families(family: ModelConfiguration.Family, places: [Int]) throws {
    let model = try LanguageModel(
      tinyConfiguration(family), using: Generator(seed: 2), in: .float64)
    let wanted = Tensor(places)
    let all = results(of: model) {
      $0.hiddenStates(of: tokens, at: positions, .causal).rows(at: wanted, along: 1)
    }
    for recomputes in [false, true] {
      model.parameters.recomputesActivations = recomputes
      let some = results(of: model) {
        $0.hiddenStates(of: tokens, at: positions, .causal, wanted: wanted)
      }
      #expect(some.states.shape == [2, places.count, all.states.shape3.2])
      if !places.isEmpty { expectClose(some.states, all.states, within: 1e-11) }
      #expect(Set(some.gradients.keys) == Set(all.gradients.keys))
      for (name, due) in all.gradients {
        let found = try #require(some.gradients[name])
        let scale = 1 / (1 + due.absolute().sum().value)
        expectClose(found * scale, due * scale, within: 1e-11)
      }
    }
  }
}
