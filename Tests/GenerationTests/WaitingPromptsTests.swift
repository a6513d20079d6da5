import Models
import Testing
import Torch

@testable import Generation

@Suite("Prompts that wait for room")
struct WaitingPromptsTests {
  /// Twelve prompts, of which some are alike.
  private let prompts = [0, 1, 1, 2, 3, 4, 0, 2, 4, 3, 1, 2].map { unequalPrompts[$0] }

  /// Completions that end at several steps, each row's by its own numbers.
  private func sampling(_ batchSize: Int) -> SamplingConfiguration {
    SamplingConfiguration(
      maximumNewTokens: 14, temperature: 1.2, stopTokens: Array(100..<112),
      stopsAtEndOfText: false, batchSize: batchSize)
  }

  @Test(
    "get the completions that they get when all go at once",
    arguments: [
      "llama-tied", "qwen3-untied", "gpt2-tied", "mistral-window", "gemma3-tied",
      "gpt-neox-parallel",
    ], [1, 2, 5])
  func equality(name: String, batchSize: Int) throws {
    let model = try tinyModel(name)
    let generator = Generator(seed: 11)
    let due = try generate(from: model, prompts: prompts, sampling(0), using: generator)
    let next = Tensor.uniform([1], using: generator).floats
    #expect(Set(due.map(\.tokens.count)).count > 2)

    let other = Generator(seed: 11)
    let found = try generate(from: model, prompts: prompts, sampling(batchSize), using: other)
    #expect(found.map(\.tokens) == due.map(\.tokens))
    #expect(found.map(\.finishReason) == due.map(\.finishReason))
    for (one, all) in zip(found, due) {
      expectClose(one.logProbabilities, all.logProbabilities, within: 1e-5)
    }
    #expect(Tensor.uniform([1], using: other).floats == next)
  }

  @Test("of greedy choice get the tokens of the whole text through the model")
  func greedy() throws {
    let model = try tinyModel("qwen2-tied")
    var sampling = sampling(2)
    sampling.temperature = 0
    let found = try generate(
      from: model, prompts: prompts, sampling, using: Generator(seed: 0))
    for (completion, prompt) in zip(found, prompts) {
      let slow = slowCompletion(of: model, after: prompt, count: completion.tokens.count)
      #expect(completion.tokens == slow.tokens)
      expectClose(completion.logProbabilities, slow.logProbabilities, within: 1e-5)
    }
  }

  @Test("begin as others end, and never more are open than may go side by side")
  func room() throws {
    let model = try tinyModel("llama-tied")
    let most = 4
    var told: [(row: Int, token: Int)] = []
    let found = try generate(
      from: model, prompts: prompts, sampling(most), using: Generator(seed: 11)
    ) { told.append(($0, $1)) }
    var counts = [Int](repeating: 0, count: prompts.count)
    var mostOpen = 0
    var beganBesideOthers = 0
    for (row, token) in told {
      #expect(found[row].tokens[counts[row]] == token)
      let others = counts.indices.count {
        $0 != row && counts[$0] > 0 && counts[$0] < found[$0].tokens.count
      }
      if counts[row] == 0, row >= most, others > 0 { beganBesideOthers += 1 }
      counts[row] += 1
      mostOpen = max(mostOpen, others + 1)
    }
    #expect(counts == found.map(\.tokens.count))
    #expect(mostOpen == most)
    #expect(beganBesideOthers > 0)
  }

  @Test("every completion is told once, before the call is over", arguments: [0, 3])
  func told(batchSize: Int) throws {
    let model = try tinyModel("llama-tied")
    var told: [Int: Completion] = [:]
    let found = try generate(
      from: model, prompts: prompts, sampling(batchSize), using: Generator(seed: 11),
      onCompletion: { row, completion in
        #expect(told.updateValue(completion, forKey: row) == nil)
      })
    #expect(prompts.indices.map { told[$0] } == found)
  }

  @Test("fill the context to its end, however late they begin")
  func contextEnd() throws {
    let model = try tinyModel("llama-tied")
    let context = model.configuration.contextLength
    let long = Array(repeating: 7, count: context - 3)
    let sampling = SamplingConfiguration(
      maximumNewTokens: 40, temperature: 0, stopsAtEndOfText: false, batchSize: 2)
    let prompts = [unequalPrompts[0], long, unequalPrompts[1], long + [8], unequalPrompts[3]]
    let found = try generate(from: model, prompts: prompts, sampling, using: Generator(seed: 0))
    #expect(found.map(\.tokens.count) == [40, 3, 40, 2, 40])
    for (completion, prompt) in zip(found, prompts) {
      let slow = slowCompletion(of: model, after: prompt, count: completion.tokens.count)
      #expect(completion.tokens == slow.tokens)
    }
  }

  @Test(
    "get the same where a step is begun before the last one's tokens are read, as on a GPU",
    arguments: [12, 5, 1], [1.2, 0])
  func beginningAhead(batchSize: Int, temperature: Double) throws {
    let model = try tinyModel("llama-tied")
    var sampling = sampling(batchSize)
    sampling.temperature = temperature
    let due = try generate(from: model, prompts: prompts, sampling, using: Generator(seed: 11))
    let work = DecodingWork(
      model: model, prompts: prompts, sampling: sampling,
      drafts: try openDrafts(after: prompts, model.configuration, sampling, nil),
      uniforms: temperature == 0
        ? nil : UniformNumbers(rows: 12, steps: 14, using: Generator(seed: 11)),
      beginsAhead: true, onToken: nil, onCompletion: nil)
    let found = try work.completions(of: Array(prompts.indices), atMost: batchSize)
    #expect(found.map(\.tokens) == due.map(\.tokens))
    for (one, other) in zip(found, due) {
      expectClose(one.logProbabilities, other.logProbabilities, within: 1e-5)
    }
  }
}
