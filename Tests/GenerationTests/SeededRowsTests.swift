import Generation
import Testing
import Torch

@Suite("Rows with seeds of their own")
struct SeededRowsTests {
  private let sampling = SamplingConfiguration(
    maximumNewTokens: 12, temperature: 1, stopsAtEndOfText: false)

  @Test("are what each seed makes alone, whatever is beside them")
  func alone() throws {
    let model = try tinyModel("llama-untied")
    let seeds: [UInt64] = [3, 8, 3, 1 << 60, 0]
    let found = try generate(from: model, prompts: unequalPrompts, sampling, seeds: seeds)
    for (row, completion) in found.enumerated() {
      let single = try generate(
        from: model, prompts: [unequalPrompts[row]], sampling, using: Generator(seed: seeds[row]))
      #expect(single.map(\.tokens) == [completion.tokens])
    }
  }

  @Test("differ for different seeds, and not for the same")
  func different() throws {
    let model = try tinyModel("llama-untied")
    let prompts = Array(repeating: unequalPrompts[0], count: 3)
    let found = try generate(from: model, prompts: prompts, sampling, seeds: [1, 2, 1])
    #expect(found[0].tokens == found[2].tokens)
    #expect(found[0].tokens != found[1].tokens)
  }
}
