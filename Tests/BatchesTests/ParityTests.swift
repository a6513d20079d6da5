import Datasets
import Foundation
import Testing
import Tokenizers
import Torch

@testable import Batches

@Suite(
  "Batches that TRL made, where these are",
  .enabled(if: isShared("parity"), "the folder shared/fixtures is not beside the repository"))
struct ParityTests {
  private let padding = 1

  private func tokenizer() throws -> SequenceTokenizer {
    let folder = parityFolder.appendingPathComponent("models/llama-nano")
    return SequenceTokenizer(try Tokenizer(folder: folder), maximumLength: 256)
  }

  private func arrays(_ run: String) throws -> SafetensorsFile {
    try SafetensorsFile(parityFolder.appendingPathComponent("parity/\(run)/arrays.safetensors"))
  }

  private func file(_ name: String) -> URL { parityFolder.appendingPathComponent("data/\(name)") }

  @Test("demonstrations are the same tokens with the same labels", arguments: 0..<3)
  func demonstrations(index: Int) throws {
    let loaded = try readDemonstrations(from: file("sft.jsonl"))
    let sequences = try tokenizer().sequences(Array(loaded.rows.prefix(12))).rows
    let batch = SequenceBatch(sequences.chunked(by: 4)[index], paddedWith: padding)
    let arrays = try arrays("sft-llama-nano")
    #expect(rows(batch.tokens) == rows(try arrays.tensor(named: "batch\(index).input_ids")))
    #expect(rows(batch.isReal) == rows(try arrays.tensor(named: "batch\(index).attention_mask")))
    let labels = try arrays.tensor(named: "batch\(index).labels")
    #expect(rows(batch.isCompletion) == rows(labels .>= 0))
  }

  private func pairs(_ index: Int) throws -> SequenceBatch {
    let loaded = try readComparisons(from: file("pref.jsonl"))
    let pairs = try tokenizer().comparisons(Array(loaded.rows.prefix(12))).rows
    let chosenThenRejected = pairs.chunked(by: 4)[index]
    return SequenceBatch(
      chosenThenRejected.map(\.chosen) + chosenThenRejected.map(\.rejected), paddedWith: padding)
  }

  @Test("comparisons are the same tokens with the same completions", arguments: 0..<3)
  func comparisons(index: Int) throws {
    let batch = try pairs(index)
    let arrays = try arrays("dpo-llama-nano")
    #expect(rows(batch.tokens) == rows(try arrays.tensor(named: "batch\(index).input_ids")))
    let isCompletion = try arrays.tensor(named: "batch\(index).completion_mask")
    #expect(rows(batch.isCompletion) == rows(isCompletion))
  }

  @Test("comparisons for a reward model are the same tokens", arguments: 0..<3)
  func rewards(index: Int) throws {
    let batch = try pairs(index)
    let arrays = try arrays("reward-llama-nano")
    #expect(rows(batch.tokens) == rows(try arrays.tensor(named: "batch\(index).input_ids")))
    #expect(rows(batch.isReal) == rows(try arrays.tensor(named: "batch\(index).attention_mask")))
  }

  @Test("prompts are the same tokens, where those are padded on the left")
  func prompts() throws {
    let loaded = try readPrompts(from: file("prompts.jsonl"))
    let prompts = try tokenizer().prompts(Array(loaded.rows.prefix(8))).rows
    let batch = PromptBatch(prompts.map(\.tokens))
    let arrays = try arrays("generate-llama-nano")
    let due = zip(
      rows(try arrays.tensor(named: "input_ids")), rows(try arrays.tensor(named: "attention_mask"))
    ).map { ids, mask in zip(ids, mask).filter { $0.1 == 1 }.map(\.0) }
    #expect(rows(batch.tokens)[0] == batch.order.flatMap { due[$0] })
  }
}
