import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

/// A model so small that every one of its weights can be tried.
func tinyConfiguration(
  _ family: ModelConfiguration.Family, tiesEmbeddings: Bool = false
) -> ModelConfiguration {
  let sharesKeys = family != .gpt2 && family != .gptNeoX
  return ModelConfiguration(
    family: family, vocabularySize: 11, width: 8, layerCount: 2, headCount: 2,
    keyValueHeadCount: sharesKeys ? 1 : 2, headWidth: 4, hiddenWidth: 12,
    maximumPositions: 16, tiesEmbeddings: tiesEmbeddings, initializationDeviation: 0.3,
    endTokens: [2])
}

@Suite("New models")
struct RandomModelTests {
  private func weights(_ parameters: ParameterStore) -> [[Float]] {
    parameters.named.map(\.tensor.floats)
  }

  @Test("the seed decides all weights", arguments: ModelConfiguration.Family.allCases)
  func seeds(family: ModelConfiguration.Family) throws {
    let configuration = tinyConfiguration(family)
    let model = try LanguageModel(configuration, using: Generator(seed: 3))
    let again = try LanguageModel(configuration, using: Generator(seed: 3))
    let other = try LanguageModel(configuration, using: Generator(seed: 4))
    #expect(weights(model.parameters) == weights(again.parameters))
    #expect(weights(model.parameters) != weights(other.parameters))
  }

  @Test("weights start with the configured spread, norms at one, biases at zero")
  func spread() throws {
    let configuration = ModelConfiguration(
      family: .gpt2, vocabularySize: 500, width: 64, layerCount: 8, headCount: 4,
      maximumPositions: 32, initializationDeviation: 0.05)
    let model = try LanguageModel(configuration, using: Generator(seed: 0))
    func deviation(_ name: String) throws -> Double {
      let tensor = try #require(model.parameters["transformer.\(name)"]).detached()
      return tensor.squared().mean().value.squareRoot()
    }
    #expect(abs(try deviation("wte.weight") - 0.05) < 0.002)
    // 0.05 / √(2·8)
    #expect(abs(try deviation("h.3.mlp.c_proj.weight") - 0.0125) < 0.0005)
    #expect(try deviation("h.0.attn.c_attn.bias") == 0)
    #expect(try deviation("ln_f.weight") == 1)
  }

  @Test("tied output weights are the embedding, once", arguments: [true, false])
  func tying(isTied: Bool) throws {
    let configuration = tinyConfiguration(.llama, tiesEmbeddings: isTied)
    let model = try LanguageModel(configuration, using: Generator(seed: 0))
    #expect((model.outputWeight === model.decoder.embedding) == isTied)
    #expect((model.parameters["lm_head.weight"] == nil) == isTied)
    #expect(Set(model.parameters.named.map(\.name)).count == model.parameters.named.count)
  }

  @Test("a copy has the same weights in memory of its own")
  func copies() throws {
    let model = try LanguageModel(tinyConfiguration(.qwen3), using: Generator(seed: 1))
    let copy = try model.copy()
    #expect(weights(model.parameters) == weights(copy.parameters))
    withoutGradients { model.outputWeight.fill(7) }
    #expect(weights(model.parameters) != weights(copy.parameters))
    copy.parameters.copyValues(from: model.parameters)
    #expect(weights(model.parameters) == weights(copy.parameters))
  }

  @Test("a scalar model starts from a language model's trunk with a small new head")
  func trunks() throws {
    let model = try LanguageModel(tinyConfiguration(.llama), using: Generator(seed: 1))
    let scalar = try ScalarModel(trunkOf: model, headGenerator: Generator(seed: 5))
    for (name, tensor) in scalar.parameters.named where name != "score.weight" {
      #expect(tensor.floats == model.parameters[name]?.floats)
    }
    #expect(scalar.parameters["lm_head.weight"] == nil)
    // Drawn by N(0, 1/√(8 + 1)).
    let due = Tensor.normal([1, 8], using: Generator(seed: 5)) * (1.0 / 3)
    expectClose(scalar.scoreWeight, due, within: 1e-6)
  }

  @Test("a frozen model trains nothing")
  func freezing() throws {
    let model = try LanguageModel(tinyConfiguration(.gpt2), using: Generator(seed: 1))
    #expect(model.parameters.trainable.count == model.parameters.named.count)
    model.parameters.freeze()
    #expect(model.parameters.trainable.isEmpty)
    let tokens = Tensor([1, 2, 3], shape: [1, 3])
    let hidden = model.decoder.hiddenStates(
      of: tokens, at: Tensor.range(0..<3).unsqueezed(0), .causal)
    #expect(!hidden.requiresGradient)
    model.parameters.unfreeze()
    #expect(model.parameters.trainable.count == model.parameters.named.count)
  }
}
