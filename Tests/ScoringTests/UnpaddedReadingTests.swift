import Batches
import Models
import NeuralNetworks
import Scoring
import Testing
import Torch

@Suite("Reading without padding")
struct UnpaddedReadingTests {
  init() { threadCount = 1 }

  private static let prompt = [5, 9, 20, 31, 7, 2, 44, 61, 12]

  private let sequences = [
    TokenizedSequence(tokens: prompt + [40, 41, 42], completionStart: 9),
    TokenizedSequence(tokens: [6, 40, 2], completionStart: 1),
    TokenizedSequence(tokens: prompt + [50], completionStart: 9),
    TokenizedSequence(tokens: [90, 12, 14, 77], completionStart: 1),
    TokenizedSequence(tokens: prompt + [60, 61, 62, 63, 64], completionStart: 9),
    TokenizedSequence(tokens: [8, 33, 3], completionStart: 2),
  ]

  private static let families = [
    "llama-tied", "qwen2-window", "gemma2-tied", "gemma3-tied", "gpt2-tied", "gpt-neox-parallel",
    "mistral-window", "phi3-window",
  ]

  /// Log probabilities of all sequences, and the gradient of every weight.
  private func results(
    _ name: String, _ parts: [[TokenizedSequence]]
  ) throws -> (values: [Float], gradients: [String: Tensor]) {
    let model = try LanguageModel(folder: checkpoint(name))
    var values: [Float] = []
    for part in parts {
      let found = model.logProbabilities(of: SequenceBatch(part))
      (found.values * found.values).sum().backward()
      values += found.ofSequences.floats
    }
    let gradients = model.parameters.named.compactMap { name, tensor in
      tensor.gradient.map { (name, $0) }
    }
    return (values, Dictionary(uniqueKeysWithValues: gradients))
  }

  @Test(
    "a sequence says the same alone and beside others that share its prompt, or do not",
    arguments: families)
  func invariance(name: String) throws {
    let (together, gradients) = try results(name, [sequences])
    let (alone, due) = try results(name, sequences.map { [$0] })
    for (a, b) in zip(together, alone) { #expect(abs(a - b) < 2e-5) }
    #expect(Set(gradients.keys) == Set(due.keys))
    for (key, gradient) in gradients {
      let other = try #require(due[key])
      let scale = max(1, other.floats.map(abs).max() ?? 0)
      let error = zip(gradient.floats, other.floats).map { abs($0 - $1) }.max() ?? .nan
      #expect(error < 1e-4 * scale, "\(key)")
    }
  }

  @Test("no token of another completion of the same prompt is seen, whatever it is")
  func leaks() throws {
    let model = try LanguageModel(folder: checkpoint("llama-tied"))
    func first(beside completion: [Int]) -> [Float] {
      let other = TokenizedSequence(tokens: Self.prompt + completion, completionStart: 9)
      return Array(
        model.logProbabilities(of: SequenceBatch([sequences[0], other])).values
          .select(0, along: 0).floats.prefix(12))
    }
    let due = first(beside: [1, 1, 1])
    for other in [[3, 4, 5], [100, 101, 102]] { #expect(first(beside: other) == due) }
    for (a, b) in zip(due, first(beside: [7])) { #expect(abs(a - b) < 1e-5) }
  }

  @Test("rewards of completions of one prompt are those of each alone")
  func rewards() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let together = model.rewards(of: SequenceBatch(sequences)).floats
    let values = model.values(of: SequenceBatch(sequences))
    for (row, sequence) in sequences.enumerated() {
      #expect(abs(together[row] - model.rewards(of: SequenceBatch([sequence])).floats[0]) < 1e-5)
      let alone = model.values(of: SequenceBatch([sequence])).floats
      for (a, b) in zip(values.select(row, along: 0).floats, alone) { #expect(abs(a - b) < 1e-5) }
    }
  }
}
