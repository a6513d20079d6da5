import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

/// Writes models for `Scripts/fixtures/written.py`, which opens them with `transformers`.
@Suite("Folders for transformers to open")
struct WrittenModelTests {
  static let folder = ProcessInfo.processInfo.environment["WRITTEN_MODELS"]

  /// A new model in whose config.json nothing is as it would be by itself.
  private func configuration(_ family: ModelConfiguration.Family) -> ModelConfiguration {
    typealias Layer = ModelConfiguration.Layer
    typealias Rotary = ModelConfiguration.Rotary
    let plain = Rotary(base: 500)
    var layers: [Layer]?
    switch family {
    case .gptNeoX: layers = Array(repeating: Layer(rotary: Rotary(base: 500, share: 0.5)), count: 2)
    case .mistral: layers = Array(repeating: Layer(window: 3, rotary: plain), count: 2)
    case .phi3: layers = Array(repeating: Layer(window: 3, rotary: phi3Rotary), count: 2)
    case .gemma2: layers = [Layer(rotary: plain), Layer(window: 3, rotary: plain)]
    case .gemma3:
      layers = [Layer(window: 3, rotary: Rotary(base: 50)), Layer(rotary: plain)]
    case .smolLM3: layers = [Layer(window: 3, rotary: nil), Layer(rotary: plain)]
    case .qwen2, .qwen3: layers = [Layer(rotary: plain), Layer(window: 3, rotary: plain)]
    case .llama, .gpt2, .olmo2: break
    }
    let sharesKeys = family != .gpt2 && family != .gptNeoX
    let isGemma = family == .gemma2 || family == .gemma3
    return ModelConfiguration(
      family: family, vocabularySize: 11, width: 16, layerCount: 2, headCount: 2,
      keyValueHeadCount: sharesKeys ? 1 : 2, headWidth: 8, hiddenWidth: 12, maximumPositions: 64,
      normEpsilon: 1e-3, tiesEmbeddings: false, rotary: plain, layers: layers,
      attentionScale: isGemma ? 0.5 : nil,
      softcaps: ModelConfiguration.Softcaps(
        attention: family == .gemma2 ? 2 : nil, logits: isGemma ? 3 : nil),
      initializationDeviation: 0.4, endTokens: [2], paddingToken: 1)
  }

  private var phi3Rotary: ModelConfiguration.Rotary {
    let longrope = RotaryScaling.LongRoPE(
      shortFactors: [1.5, 2], longFactors: [3, 4], factor: 4, originalPositions: 16)
    return ModelConfiguration.Rotary(base: 500, scaling: .longrope(longrope), share: 0.5)
  }

  @Test(
    "with logits and scores", .enabled(if: folder != nil),
    arguments: ModelConfiguration.Family.allCases)
  func models(family: ModelConfiguration.Family) throws {
    threadCount = 1
    let parent = URL(fileURLWithPath: try #require(WrittenModelTests.folder))
    let tokens = Tensor([3, 4, 5, 6, 7, 8, 9, 10], shape: [1, 8])
    let positions = Tensor.range(0..<8).unsqueezed(0)
    func write(_ name: String, _ output: Tensor, save: (URL) throws -> Void) throws {
      let folder = parent.appendingPathComponent("\(family.rawValue)-\(name)")
      try save(folder)
      try writeSafetensors(
        [("tokens", tokens), ("output", output.detached())],
        to: folder.appendingPathComponent("expected.safetensors"))
    }
    let configuration = configuration(family)
    let language = try LanguageModel(configuration, using: Generator(seed: 1))
    let hidden = language.decoder.hiddenStates(of: tokens, at: positions, .causal)
    try write("language", language.logits(of: hidden)) { try language.save(to: $0) }
    let scalar = try ScalarModel(configuration, using: Generator(seed: 2))
    let scores = scalar.scores(of: tokens, at: positions, .causal)
    try write("scalar", scores) { try scalar.save(to: $0) }
  }
}
