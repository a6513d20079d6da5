import Models
import Testing
import Torch

@Suite("Padding")
struct PaddingTests {
  @Test(
    "what stands in the padding changes nothing",
    arguments: [
      "llama-tied", "qwen2-tied", "qwen3-tied", "gpt2-tied", "gpt-neox-parallel",
      "mistral-window", "olmo2-untied", "phi3-window", "gemma2-tied", "gemma3-tied",
      "smollm3-window",
    ],
    ["left", "right"])
  func contents(name: String, side: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let batch = try fixture.batch(side)
    let other = TestBatch(
      tokens: batch.tokens.replaced(
        by: Tensor.full(batch.tokens.shape, 77, .int64), unless: batch.isReal),
      isReal: batch.isReal)
    #expect(batch.tokens.integers != other.tokens.integers)
    #expect(batch.logits(of: model).floats == other.logits(of: model).floats)
  }

  @Test("later tokens change nothing before them", arguments: ["llama-tied", "gpt2-tied"])
  func causality(name: String) throws {
    let fixture = try Fixture(name)
    let model = try LanguageModel(folder: fixture.folder)
    let positions = Tensor.range(0..<6).unsqueezed(0)
    func hidden(_ last: Int) -> Tensor {
      let tokens = Tensor([5, 6, 7, 8, 9, last], shape: [1, 6])
      return model.decoder.hiddenStates(of: tokens, at: positions, .causal).detached()
    }
    let (first, second) = (hidden(10), hidden(20))
    expectClose(first.slice(0..<5, along: 1), second.slice(0..<5, along: 1), within: 1e-7)
    #expect(first.select(5, along: 1).floats != second.select(5, along: 1).floats)
  }
}
