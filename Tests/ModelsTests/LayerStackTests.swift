import NeuralNetworks
import Testing
import Torch

@testable import Models

@Suite("The layers of a decoder, recomputed")
struct LayerStackTests {
  init() { threadCount = 1 }

  private let tokens = Tensor(Array(0..<11) + Array((0..<11).reversed()), shape: [2, 11])
  private let positions = Tensor.range(0..<11).unsqueezed(0).expanded([2, 11])

  /// The loss and the gradient of every weight that learns.
  private func gradients(
    of model: LanguageModel, recomputing: Bool, in precision: DType = .float32
  ) throws -> (loss: Double, gradients: [Tensor]) {
    model.parameters.recomputesActivations = recomputing
    let loss = withAutocast(to: precision, on: .cpu) {
      let hidden = model.decoder.hiddenStates(of: tokens, at: positions, .causal)
      return model.logits(of: hidden).logSoftmax(along: -1).squared().mean()
    }
    loss.backward()
    let found = try model.parameters.trainable.map { name, tensor in
      defer { tensor.gradient = nil }
      return try #require(tensor.gradient, "\(name)").copy()
    }
    return (loss.value, found)
  }

  private func largestDifference(_ first: [Tensor], _ second: [Tensor]) -> Double {
    zip(first, second).map { ($0 - $1).absolute().max().value }.max() ?? .infinity
  }

  @Test(
    "have the same gradients", arguments: ModelConfiguration.Family.allCases,
    [DType.float32, .bfloat16])
  func families(family: ModelConfiguration.Family, precision: DType) throws {
    let model = try LanguageModel(tinyConfiguration(family), using: Generator(seed: 2))
    let kept = try gradients(of: model, recomputing: false, in: precision)
    let found = try gradients(of: model, recomputing: true, in: precision)
    #expect(found.loss == kept.loss)
    // In bfloat16 a layer's input is rounded once when recomputed, and once for each of its maps else:
    // their gradients are added up before or after the rounding.
    let tolerance = precision == .float32 ? 0 : 0.02
    #expect(largestDifference(found.gradients, kept.gradients) <= tolerance)
    #expect(found.gradients.allSatisfy { $0.absolute().max().value > 0 })
  }

  @Test("leave out the same inputs of adapters again, and draw on as if nothing had been")
  func dropout() throws {
    let base = try LanguageModel(tinyConfiguration(.llama), using: Generator(seed: 2))
    let model = try base.adapted(
      by: LoRAConfiguration(rank: 2, dropout: 0.5), using: Generator(seed: 3),
      baseFolder: Fixture.models)
    for (_, tensor) in model.parameters.trainable {
      withoutGradients { tensor.add(.normal(tensor.shape, using: Generator(seed: 4)), times: 0.1) }
    }
    func twice(recomputing: Bool) throws -> [[Tensor]] {
      model.parameters.dropout.begin(seed: 9, on: .cpu)
      defer { model.parameters.dropout.end() }
      return try (0..<2).map { _ in try gradients(of: model, recomputing: recomputing).gradients }
    }
    let kept = try twice(recomputing: false), found = try twice(recomputing: true)
    for (found, kept) in zip(found, kept) { #expect(largestDifference(found, kept) == 0) }
    #expect(largestDifference(kept[0], kept[1]) > 0, "there is dropout")
  }

  /// Counts how often it runs.
  private final class CountingLayer: DecoderLayer {
    let weight: Tensor
    var runs = 0
    init(_ scope: ParameterScope) throws {
      weight = try scope.parameter("weight", shape: [4], initially: .normal(1))
    }
    func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
      runs += 1
      return x * weight
    }
  }

  @Test("run again in the backward pass, and only then", arguments: [true, false])
  func runs(recomputing: Bool) throws {
    let store = ParameterStore(from: RandomParameters(using: Generator(seed: 1)))
    var made: [CountingLayer] = []
    let stack = try LayerStack(3, store.scope["layers"]) { _, scope in
      made.append(try CountingLayer(scope))
      return made[made.count - 1]
    }
    store.recomputesActivations = recomputing
    let views = Array(repeating: LayerView(pattern: .causal, rotation: nil), count: 3)
    let found = stack(Tensor.ones([2, 5, 4]), views, cache: nil)
    #expect(made.map(\.runs) == [1, 1, 1])
    found.sum().backward()
    #expect(made.map(\.runs) == (recomputing ? [2, 2, 2] : [1, 1, 1]))
    #expect(made.allSatisfy { $0.weight.gradient != nil })
    _ = withoutGradients { stack(Tensor.ones([2, 5, 4]), views, cache: nil) }
    #expect(made.map(\.runs) == (recomputing ? [3, 3, 3] : [2, 2, 2]))
  }
}
