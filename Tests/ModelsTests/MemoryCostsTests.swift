import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("What a model costs in memory")
struct MemoryCostsTests {
  /// One layer of the sizes of Scripts/fixtures/memory.py.
  private func configuration(
    _ family: ModelConfiguration.Family, isParallel: Bool = false
  ) -> ModelConfiguration {
    let sharesKeys = family != .gpt2 && family != .gptNeoX
    return ModelConfiguration(
      family: family, vocabularySize: 100, width: 64, layerCount: 1, headCount: 4,
      keyValueHeadCount: sharesKeys ? 2 : 4, headWidth: 16, hiddenWidth: 160,
      maximumPositions: 32, isParallel: isParallel,
      softcaps: .init(attention: family == .gemma2 ? 50 : nil))
  }

  /// Equivalent Python: Scripts/fixtures/memory.py, PyTorch 2.13.
  @Test(
    "what a layer keeps for the backward pass is what autograd saves, number by number",
    arguments: [
      (ModelConfiguration.Family.llama, false, 1222, 450), (.qwen2, false, 1222, 450),
      (.mistral, false, 1222, 450), (.smolLM3, false, 1222, 450), (.qwen3, false, 1420, 552),
      (.olmo2, false, 1416, 548), (.phi3, false, 1318, 130), (.gemma2, false, 1828, 260),
      (.gemma3, false, 1678, 362), (.gpt2, false, 840, 0), (.gptNeoX, true, 904, 0),
      (.gptNeoX, false, 968, 0),
    ])
  func kept(family: ModelConfiguration.Family, isParallel: Bool, due: Int, again: Int) {
    let costs = MemoryCosts(configuration(family, isParallel: isParallel), .language)
    // Cosines, sines, the last normalization and what the head reads.
    let around = 2 * 16 + 2 * 64
    let found = costs.keptBytesPerToken / 4 + 24 * costs.keptBytesPerPair / 4 - around
    // Of what autograd keeps, operations of ours make some again: 65 numbers of a normalization of
    // 64 (17 of one of a head), and 2 · 160 of what SiLU gives and opens.
    #expect(found == due - again)
  }

  @Test(
    "the number of weights is that of a model that is made",
    arguments: ModelConfiguration.Family.allCases, [true, false])
  func parameters(family: ModelConfiguration.Family, isTied: Bool) throws {
    let configuration = tinyConfiguration(family, tiesEmbeddings: isTied)
    let model = try LanguageModel(configuration, using: Generator(seed: 0))
    #expect(
      MemoryCosts(configuration, .language).parameterCount == model.parameters.elementCount)
    let scalar = try ScalarModel(configuration, using: Generator(seed: 0), headCount: 3)
    #expect(
      MemoryCosts(scalar.configuration, .scalar).parameterCount == scalar.parameters.elementCount)
  }

  @Test(
    "the number of weights of adapters is that of a model that has them",
    arguments: ModelConfiguration.Family.allCases)
  func adapters(family: ModelConfiguration.Family) throws {
    let configuration = tinyConfiguration(family)
    let lora = LoRAConfiguration(rank: 2)
    let model = try LanguageModel(configuration, using: Generator(seed: 0))
      .adapted(by: lora, using: Generator(seed: 1), baseFolder: URL(fileURLWithPath: "base"))
    let trained = model.parameters.trainable.reduce(0) { $0 + $1.tensor.count }
    let costs = MemoryCosts(configuration, .language, lora: lora)
    #expect(costs.trainedCount == trained && costs.adapterCount == trained)
  }

  @Test("adapters on some maps keep less, and four bits weigh less")
  func changes() {
    let whole = MemoryCosts(configuration(.llama), .language)
    let some = MemoryCosts(
      configuration(.llama), .language, lora: LoRAConfiguration(rank: 4, targets: ["q_proj"]))
    // What gate and up read is not kept.
    let gone = 64 - 4
    #expect(whole.keptBytesPerToken - some.keptBytesPerToken == 4 * gone)
    let behindGate = MemoryCosts(
      configuration(.llama), .language, lora: LoRAConfiguration(rank: 4, targets: ["down_proj"]))
    // An adapter behind the gate is not part of the one operation: what it reads stays.
    let stays = 160 + 4
    #expect(behindGate.keptBytesPerToken - whole.keptBytesPerToken == 4 * (stays - 2 * 64))
    var lora = LoRAConfiguration(rank: 4)
    lora.quantizesBase = true
    let small = MemoryCosts(configuration(.llama), .language, lora: lora)
    let maps = 2 * 64 * 64 + 2 * 32 * 64 + 3 * 64 * 160
    #expect(whole.weightBytes - small.weightBytes == 4 * maps - maps / 2 - maps / 16)
  }
}
