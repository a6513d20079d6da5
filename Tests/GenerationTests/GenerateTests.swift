import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@testable import Generation

@Suite("Generation")
struct GenerateTests {
  private let unused = Generator(seed: 0)

  private func endless(_ count: Int, temperature: Double = 0) -> SamplingConfiguration {
    SamplingConfiguration(
      maximumNewTokens: count, temperature: temperature, stopsAtEndOfText: false)
  }

  // Equivalent Python: model.generate(do_sample=False) in Scripts/fixtures/models.py.
  @Test(
    "greedy decoding gives the tokens that transformers gives",
    arguments: [
      "llama-tied", "llama-untied", "llama-bias", "llama-rope-linear", "llama-rope-yarn",
      "llama-rope-llama3", "llama-rope-longrope", "qwen2-tied", "qwen2-untied", "qwen3-tied",
      "qwen3-untied", "gpt2-tied", "gpt2-untied",
    ])
  func golden(name: String) throws {
    let model = try tinyModel(name)
    let golden = try SafetensorsFile(
      fixtures.appendingPathComponent("Models/\(name)/golden.safetensors"))
    let prompts = realRows(
      try golden.tensor(named: "greedy.input_ids"),
      where: try golden.tensor(named: "greedy.attention_mask"))
    let due = rows(try golden.tensor(named: "greedy.output_ids"))
    let found = try generate(from: model, prompts: prompts, endless(12), using: unused)
    #expect(found.map(\.tokens) == due)
  }

  @Test(
    "cached, padded decoding equals the whole text through the model for each token",
    arguments: ["llama-tied", "qwen2-tied", "qwen3-untied", "gpt2-tied"])
  func slow(name: String) throws {
    let model = try tinyModel(name)
    let found = try generate(from: model, prompts: unequalPrompts, endless(16), using: unused)
    for (completion, prompt) in zip(found, unequalPrompts) {
      let slow = slowCompletion(of: model, after: prompt, count: 16)
      #expect(completion.tokens == slow.tokens)
      expectClose(completion.logProbabilities, slow.logProbabilities, within: 1e-5)
    }
  }

  @Test(
    "rounded weights change log probabilities a little, and tokens only where two are as likely",
    arguments: ["llama-tied", "gpt2-tied"], [WeightPrecision.bfloat16, .int8])
  func roundedWeights(name: String, precision: WeightPrecision) throws {
    let model = try tinyModel(name)
    let exact = try generate(from: model, prompts: unequalPrompts, endless(1), using: unused)
    var sampling = endless(12)
    sampling.weightPrecision = precision
    let found = try generate(from: model, prompts: unequalPrompts, sampling, using: unused)
    let (first, due) = (found.map { $0.logProbabilities[0] }, exact.map { $0.logProbabilities[0] })
    expectClose(first, due, within: 0.05)
    #expect(first != due)
    for (completion, prompt) in zip(found, unequalPrompts) {
      var read = prompt
      for token in completion.tokens {
        let all = nextLogProbabilities(of: model, after: read).floats
        #expect((all.max() ?? 0) - all[token] < 0.1)
        read.append(token)
      }
    }
  }

  @Test("weights that are not float32 on the CPU are not rounded but refused")
  func unroundableWeights() throws {
    let folder = fixtures.appendingPathComponent("Models/llama-tied")
    let model = try LanguageModel(folder: folder, in: .bfloat16)
    let sampling = SamplingConfiguration(weightPrecision: .int8)
    #expect {
      try generate(from: model, prompts: unequalPrompts, sampling, using: unused)
    } throws: { error in
      "\(error)".hasPrefix("weight_precision is int8 and must be float32 unless")
    }
  }

  @Test(
    "prompts that are alike are read once and go on apart", arguments: ["llama-tied", "gpt2-tied"])
  func alike(name: String) throws {
    let model = try tinyModel(name)
    let sampling = SamplingConfiguration(
      maximumNewTokens: 9, temperature: 1, stopsAtEndOfText: false)
    let prompts = [0, 1, 0, 2, 1, 0].map { unequalPrompts[$0] }
    let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]
    let found = try generate(from: model, prompts: prompts, sampling, seeds: seeds)
    for (row, completion) in found.enumerated() {
      let alone = try generate(from: model, prompts: [prompts[row]], sampling, seeds: [seeds[row]])
      #expect(completion.tokens == alone[0].tokens)
      expectClose(completion.logProbabilities, alone[0].logProbabilities, within: 1e-5)
    }
    #expect(Set(found.map(\.tokens)).count == found.count)
  }

  @Test("a batch begins with the prompts that differ, and has a row for each after they were read")
  func readOnce() throws {
    let model = try tinyModel("llama-tied")
    let prompts = [4, 0, 1, 0, 2].map { unequalPrompts[$0] }
    var batch = DecodingBatch([1, 2, 3, 4], of: prompts, steps: 3, by: model)
    #expect(batch.rows == [1, 2, 4])
    let logits = withoutGradients { batch.logitsAfterPrompts() }
    #expect(batch.rows == [1, 2, 3, 4])
    #expect(logits.select(0, along: 0).floats == logits.select(2, along: 0).floats)
    #expect(logits.shape == [4, 128])
  }

  @Test(
    "prompts of one length need no mask and give the same", arguments: ["qwen3-tied", "gpt2-tied"])
  func unpadded(name: String) throws {
    let model = try tinyModel(name)
    let prompts = unequalPrompts.map { Array(($0 + [31, 41, 59, 26]).prefix(5)) }
    let found = try generate(from: model, prompts: prompts, endless(10), using: unused)
    for (completion, prompt) in zip(found, prompts) {
      #expect(completion.tokens == slowCompletion(of: model, after: prompt, count: 10).tokens)
    }
  }

  @Test("rows that end early change nothing for the others")
  func dropping() throws {
    let model = try tinyModel("llama-tied")
    let long = try generate(from: model, prompts: unequalPrompts, endless(24), using: unused)
    var sampling = endless(24)
    // Each row is stopped by a token of its own, at several steps.
    sampling.stopTokens = [long[0].tokens[3], long[2].tokens[9], long[4].tokens[17]]
    let found = try generate(from: model, prompts: unequalPrompts, sampling, using: unused)
    for (index, prompt) in unequalPrompts.enumerated() {
      let alone = try generate(from: model, prompts: [prompt], sampling, using: unused)[0]
      #expect(found[index].tokens == alone.tokens)
      #expect(found[index].finishReason == alone.finishReason)
      expectClose(found[index].logProbabilities, alone.logProbabilities, within: 1e-5)
    }
    #expect(Set(found.map(\.tokens.count)).count > 1)
    #expect(found.contains { $0.finishReason == .stop })
  }

  @Test("a seed repeats, another differs, and the generator goes on")
  func seeds() throws {
    let model = try tinyModel("qwen3-tied")
    let sampling = endless(12, temperature: 1)
    func drawn(_ generator: Generator) throws -> [Completion] {
      try generate(from: model, prompts: unequalPrompts, sampling, using: generator)
    }
    let generator = Generator(seed: 3)
    let first = try drawn(generator)
    #expect(try drawn(Generator(seed: 3)) == first)
    #expect(try drawn(Generator(seed: 4)) != first)
    #expect(try drawn(generator) != first)
  }

  @Test("what a row draws does not depend on the rows beside it")
  func neighbours() throws {
    let model = try tinyModel("llama-untied")
    let sampling = endless(12, temperature: 1)
    let prompts = [unequalPrompts[0], unequalPrompts[1]]
    let others = [unequalPrompts[0], unequalPrompts[2], unequalPrompts[3]]
    let found = try generate(from: model, prompts: prompts, sampling, using: Generator(seed: 8))
    let beside = try generate(from: model, prompts: others, sampling, using: Generator(seed: 8))
    #expect(found[0].tokens == beside[0].tokens)
  }

  @Test("what a row draws does not change when other rows end")
  func endedNeighbours() throws {
    let model = try tinyModel("qwen2-tied")
    var sampling = endless(20, temperature: 1)
    let whole = try generate(
      from: model, prompts: unequalPrompts, sampling, using: Generator(seed: 6))
    // The first row ends first, so that the others change their places in the batch.
    sampling.stopTokens = [whole[0].tokens[1], whole[2].tokens[6]]
    let found = try generate(
      from: model, prompts: unequalPrompts, sampling, using: Generator(seed: 6))
    for (completion, whole) in zip(found, whole) {
      #expect(completion.tokens == Array(whole.tokens.prefix(completion.tokens.count)))
    }
    #expect(found[0].tokens.count <= 2)
    #expect(found.map(\.tokens.count).max() == 20)
  }

  @Test("the generator moves on by the same amount, however early rows end")
  func consumption() throws {
    let model = try tinyModel("llama-untied")
    func nextAfter(_ stopTokens: [Int]) throws -> [Float] {
      let generator = Generator(seed: 9)
      var sampling = endless(6, temperature: 1)
      sampling.stopTokens = stopTokens
      _ = try generate(from: model, prompts: [[4], [5, 6]], sampling, using: generator)
      return Tensor.uniform([4], using: generator).floats
    }
    #expect(try nextAfter([]) == nextAfter(Array(0..<128)))
  }

  @Test("log probabilities are those of the drawn tokens at the temperature, before the filters")
  func logProbabilities() throws {
    let model = try tinyModel("qwen2-tied")
    let sampling = SamplingConfiguration(
      maximumNewTokens: 8, temperature: 0.7, topK: 10, topP: 0.9, minP: 0.01,
      stopsAtEndOfText: false)
    let found = try generate(
      from: model, prompts: unequalPrompts, sampling, using: Generator(seed: 2))
    for (completion, prompt) in zip(found, unequalPrompts) {
      let slow = completion.tokens.indices.map { index in
        nextLogProbabilities(
          of: model, after: prompt + completion.tokens[..<index], temperature: 0.7
        ).floats[completion.tokens[index]]
      }
      expectClose(completion.logProbabilities, slow, within: 1e-5)
    }
  }

  @Test("tokens are told as they are chosen, and none after a row's end")
  func streaming() throws {
    let model = try tinyModel("llama-tied")
    var sampling = endless(12, temperature: 1.5)
    sampling.stopTokens = Array(0..<12)
    var told = [[Int]](repeating: [], count: unequalPrompts.count)
    let found = try generate(
      from: model, prompts: unequalPrompts, sampling, using: Generator(seed: 5)
    ) { row, token in told[row].append(token) }
    #expect(told == found.map(\.tokens))
    #expect(found.contains { $0.finishReason == .stop })
  }

  @Test("half precision stays near single precision", arguments: [false, true])
  func halfPrecision(isMixed: Bool) throws {
    let model = try tinyModel("llama-tied")
    let whole = try generate(from: model, prompts: unequalPrompts, endless(1), using: unused)
    let found: [Completion]
    if isMixed {
      found = try withAutocast(to: .bfloat16, on: .cpu) {
        try generate(from: model, prompts: unequalPrompts, endless(4), using: unused)
      }
    } else {
      let half = try LanguageModel(
        folder: fixtures.appendingPathComponent("Models/llama-tied"), in: .bfloat16)
      found = try generate(from: half, prompts: unequalPrompts, endless(4), using: unused)
    }
    #expect(found.allSatisfy { $0.tokens.count == 4 })
    // How bfloat16 is summed depends on the processor: 0.052 was seen on one, less on others.
    expectClose(
      found.map { $0.logProbabilities[0] }, whole.map { $0.logProbabilities[0] }, within: 0.08)
  }

  @Test("no prompts give no completions")
  func nothing() throws {
    let model = try tinyModel("llama-tied")
    #expect(try generate(from: model, prompts: [], .init(), using: unused).isEmpty)
  }
}
