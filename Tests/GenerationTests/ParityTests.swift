import Foundation
import Models
import Testing
import Torch

@testable import Generation

@Suite("Generation on larger models, where these are")
struct ParityTests {
  @Test(
    "greedy decoding of left-padded prompts gives the tokens that transformers gave",
    .enabled(if: isShared("parity"), "the folder shared/fixtures is not beside the repository"),
    arguments: [
      ("llama-nano", "generate-llama-nano"), ("llama-nano-sft", "generate-llama-nano-sft"),
    ])
  func greedy(model: String, parity: String) throws {
    threadCount = 1
    let model = try LanguageModel(folder: parityFolder.appendingPathComponent("models/\(model)"))
    let arrays = try SafetensorsFile(
      parityFolder.appendingPathComponent("parity/\(parity)/arrays.safetensors"))
    let inputs = try arrays.tensor(named: "input_ids")
    let prompts = realRows(inputs, where: try arrays.tensor(named: "attention_mask"))
    let width = inputs.shape2.1
    let due = rows(try arrays.tensor(named: "greedy_ids")).map { Array($0[width...]) }
    // Those that ended are filled up, so ours are compared as far as they go.
    let found = try generate(
      from: model, prompts: prompts, .greedy(maximumNewTokens: 32), using: Generator(seed: 0))
    for (completion, due) in zip(found, due) {
      #expect(completion.tokens == Array(due.prefix(completion.tokens.count)))
      #expect(completion.tokens.count == 32 || completion.finishReason == .stop)
    }
  }
}
