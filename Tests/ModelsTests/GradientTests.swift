import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Gradients")
struct GradientTests {
  /// Compares the gradient of some elements of every weight with differences of the loss.
  private func check(_ parameters: ParameterStore, _ loss: () -> Tensor) throws {
    loss().backward()
    let step = 1e-5
    for (name, tensor) in parameters.named {
      let gradient: [Double] = try #require(tensor.gradient, "\(name)").array()
      let flat = tensor.detached().reshaped([-1])
      for index in Set([0, flat.count / 2, flat.count - 1]) {
        func shifted(by amount: Double) -> Double {
          withoutGradients {
            let place = flat.slice(index..<index + 1, along: 0)
            let before = place.copy()
            place.add(.scalar(amount, .float64))
            defer { place.assign(before) }
            return loss().value
          }
        }
        let difference = (shifted(by: step) - shifted(by: -step)) / (2 * step)
        // A normalization of small numbers bends sharply: the third derivatives reach a thousand.
        #expect(abs(difference - gradient[index]) < 5e-8, "\(name)[\(index)]")
      }
      #expect(gradient.contains { $0 != 0 }, "\(name)")
    }
  }

  @Test(
    "equal differences of the loss in double precision",
    arguments: ModelConfiguration.Family.allCases, [true, false])
  func differences(family: ModelConfiguration.Family, isTied: Bool) throws {
    threadCount = 1
    let configuration = tinyConfiguration(family, tiesEmbeddings: isTied)
    let generator = Generator(seed: 2)
    let model = try LanguageModel(configuration, using: generator, in: .float64)
    #expect(model.parameters.named.allSatisfy { $0.tensor.dtype == .float64 })
    for (_, tensor) in model.parameters.named {
      let noise = Tensor.normal(tensor.shape, using: generator, .float64)
      withoutGradients { tensor.add(noise, times: 0.1) }
    }
    // All 11 tokens, so that every row of the embedding has a gradient.
    let tokens = Tensor(Array(0..<11) + Array((0..<11).reversed()), shape: [2, 11])
    let positions = Tensor.range(0..<11).unsqueezed(0).expanded([2, 11])
    let weights = Tensor.normal([2, 11, 11], using: generator, .float64)
    try check(model.parameters) {
      let hidden = model.decoder.hiddenStates(of: tokens, at: positions, .causal)
      return (model.logits(of: hidden).logSoftmax(along: -1) * weights).mean()
    }
  }

  @Test("equal differences of a scalar model's loss")
  func scalarDifferences() throws {
    threadCount = 1
    let generator = Generator(seed: 2)
    let model = try ScalarModel(tinyConfiguration(.qwen2), using: generator, in: .float64)
    let tokens = Tensor(Array(0..<11), shape: [1, 11])
    let positions = Tensor.range(0..<11).unsqueezed(0)
    try check(model.parameters) {
      model.scores(of: tokens, at: positions, .causal).sigmoid().mean()
    }
  }
}
