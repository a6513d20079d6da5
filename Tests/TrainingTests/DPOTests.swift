import Batches
import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@testable import Training

@Suite("DPO")
struct DPOTests {
  init() { threadCount = 1 }

  private struct Golden: Decodable {
    struct Pair: Decodable {
      let prompt: [Int]
      let chosen: [Int]
      let rejected: [Int]
    }
    struct Step: Decodable {
      let pairs: [Pair]
      let loss: Double
      let gradientNorm: Double
    }
    let beta: Double
    let steps: [Step]
  }

  private func pairs(_ pairs: [Golden.Pair]) -> [TokenizedComparison] {
    pairs.map { pair in
      func sequence(_ completion: [Int]) -> TokenizedSequence {
        TokenizedSequence(tokens: pair.prompt + completion, completionStart: pair.prompt.count)
      }
      return TokenizedComparison(
        chosen: sequence(pair.chosen), rejected: sequence(pair.rejected))
    }
  }

  private func run(
    _ golden: Golden, microBatchSize: Int
  ) throws -> (notebook: Notebook, reference: LanguageModel) {
    let notebook = Notebook()
    var configuration = DPOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.microBatchSize = microBatchSize
    configuration.beta = golden.beta
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let reference = try policy.copy()
    try trainDPO(
      policy, from: reference, on: pairs(golden.steps.flatMap(\.pairs)), configuration, seed: 1,
      recordingIn: notebook.journal())
    return (notebook, reference)
  }

  @Test(
    "follows PyTorch's losses and gradient norms step by step, however split", arguments: [4, 2, 1])
  func goldenRun(microBatchSize: Int) throws {
    let due: Golden = try golden("dpo")
    let (notebook, _) = try run(due, microBatchSize: microBatchSize)
    for (step, metrics) in zip(due.steps, notebook.metrics) {
      #expect(relativeError(metrics["loss"] ?? .nan, step.loss) < 1e-5)
      #expect(relativeError(metrics["grad_norm"] ?? .nan, step.gradientNorm) < 1e-4)
    }
    #expect(notebook.metrics.count == due.steps.count)
  }

  @Test("starts at log 2 with no margin, and leaves the reference alone")
  func start() throws {
    let (notebook, reference) = try run(try golden("dpo"), microBatchSize: 4)
    let first = notebook.metrics[0]
    #expect(abs((first["loss"] ?? 0) - log(2)) < 1e-6)
    #expect(abs(first["rewards/margins"] ?? 1) < 1e-5)
    let fresh = try LanguageModel(folder: checkpoint("llama-tied"))
    #expect(largestDifference(fresh.parameters.named, reference.parameters.named) == 0)
  }
}
