import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@Suite("Models give what transformers gives")
struct GoldenTests {
  static let languageModels = [
    "llama-tied", "llama-untied", "llama-bias", "llama-sharded", "llama-bf16", "llama-old-config",
    "llama-older-config", "llama-rope-linear", "llama-rope-dynamic", "llama-rope-yarn",
    "llama-rope-llama3", "llama-rope-longrope", "qwen2-tied", "qwen2-untied", "qwen2-window",
    "qwen3-tied",
    "qwen3-untied", "gpt2-tied", "gpt2-untied", "gpt-neox-parallel", "gpt-neox-sequential",
    "gpt-neox-old-config", "mistral-window", "mistral-tied", "smollm-tied", "olmo2-untied",
    "olmo2-tied", "phi3-window", "phi3-longrope", "phi3-old-config", "gemma2-tied",
    "gemma2-untied", "gemma2-old-config", "gemma3-tied", "gemma3-capped", "gemma3-old-config",
    "smollm3-tied", "smollm3-window", "smollm3-old-config",
  ]
  static let scalings = [
    "llama-rope-linear", "llama-rope-dynamic", "llama-rope-yarn", "llama-rope-llama3",
    "llama-rope-longrope", "llama-old-config", "llama-older-config",
    "phi3-longrope", "phi3-old-config",
  ]
  static let rewardModels = [
    "llama-reward", "qwen2-reward", "qwen3-reward", "gpt2-reward", "gpt-neox-reward",
    "mistral-reward", "olmo2-reward", "phi3-reward", "gemma2-reward", "gemma3-reward",
    "smollm3-reward",
  ]

  @Test("logits of padded rows", arguments: languageModels, ["right", "left"])
  func logits(name: String, side: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let due = try fixture.tensor("\(side).logits")
    expectClose(try fixture.batch(side).logits(of: model), due, within: 1e-4)
  }

  @Test("logits of texts longer than in pretraining", arguments: scalings)
  func longLogits(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let due = try fixture.tensor("long.logits")
    expectClose(try fixture.batch("long").logits(of: model), due, within: 1e-4)
  }

  @Test("a causal pattern over right-padded rows does as well as a mask", arguments: languageModels)
  func causal(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let batch = try fixture.batch("right")
    let (rows, time) = batch.tokens.shape2
    let positions = Tensor.range(0..<time).unsqueezed(0).expanded([rows, time])
    let hidden = model.decoder.hiddenStates(of: batch.tokens, at: positions, .causal)
    let logits = model.logits(of: hidden) * batch.isReal.to(.float32).unsqueezed(-1)
    expectClose(logits, try fixture.tensor("right.logits"), within: 1e-4)
  }

  @Test("rewards at the last real token", arguments: rewardModels, ["right", "left"])
  func rewards(name: String, side: String) throws {
    let fixture = try Fixture(name)
    let model = try ScalarModel(folder: fixture.folder)
    let due = try fixture.tensor("\(side).scores")
    expectClose(try fixture.batch(side).rewards(of: model), due, within: 1e-4)
  }
}
