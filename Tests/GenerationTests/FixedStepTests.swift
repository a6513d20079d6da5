import Models
import NeuralNetworks
import Testing
import Torch

@testable import Generation

@Suite("Steps of one shape")
struct FixedStepTests {
  private let prompts = unequalPrompts

  /// The logits of steps on the way of a batch whose rows leave and that others join.
  ///
  /// - Returns: `[batch, vocabulary]` each
  private func logits(of model: LanguageModel, fixesSteps: Bool) -> [Tensor] {
    withoutGradients {
      func batch(_ rows: [Int]) -> DecodingBatch {
        DecodingBatch(rows, of: prompts, steps: 12, by: model, fixesSteps: fixesSteps)
      }
      var first = batch([0, 2, 1])
      var found = [first.logitsAfterPrompts()]
      for token in 20..<23 {
        found.append(first.logits(after: Tensor([token, token + 1, token + 2])).detachedCopy)
      }
      first.keepRows([2, 0])
      for token in 30..<32 {
        found.append(first.logits(after: Tensor([token, token + 1])).detachedCopy)
      }
      var second = batch([4, 3])
      found.append(second.logitsAfterPrompts())
      var both = first.joined(with: second)
      for token in 40..<43 {
        found.append(both.logits(after: Tensor((0..<4).map { token + $0 })).detachedCopy)
      }
      return found
    }
  }

  @Test(
    "give what steps give whose shapes grow",
    arguments: [
      "llama-tied", "qwen2-tied", "qwen3-untied", "gpt2-tied", "gpt-neox-parallel", "olmo2-tied",
      "llama-rope-yarn", "smollm3-tied",
    ])
  func equality(name: String) throws {
    let model = try tinyModel(name)
    #expect(model.configuration.hasFixedSteps(capacity: 30))
    let due = logits(of: model, fixesSteps: false)
    let found = logits(of: model, fixesSteps: true)
    #expect(found.count == due.count)
    for (one, other) in zip(found, due) { expectClose(one.floats, other.floats, within: 1e-4) }
  }

  @Test(
    "are not there for windows that are shorter than the cache, nor for rotations by length",
    arguments: ["mistral-window", "llama-rope-dynamic", "phi3-longrope"])
  func none(name: String) throws {
    let model = try tinyModel(name)
    #expect(!model.configuration.hasFixedSteps(capacity: 60))
    // They decode as ever, also where fixed steps are asked for.
    let due = logits(of: model, fixesSteps: false)
    for (one, other) in zip(logits(of: model, fixesSteps: true), due) {
      #expect(one.floats == other.floats)
    }
  }

  @Test("are recorded on no CPU")
  func availability() {
    #expect(!DeviceGraph.isAvailable(on: .cpu))
  }
}

extension Tensor {
  fileprivate var detachedCopy: Tensor { Tensor(floats, shape: shape) }
}
