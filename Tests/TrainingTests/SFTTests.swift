import Batches
import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@testable import Training

@Suite("SFT")
struct SFTTests {
  init() { threadCount = 1 }

  private struct Golden: Decodable {
    struct Row: Decodable {
      let ids: [Int]
      let completionStart: Int
    }
    struct Step: Decodable {
      let rows: [Row]
      let loss: Double
      let gradientNorm: Double
    }
    let steps: [Step]
  }

  @Test("follows PyTorch's losses and gradient norms step by step")
  func goldenRun() throws {
    let run: Golden = try golden("sft")
    let rows = run.steps.flatMap(\.rows).map {
      TokenizedSequence(tokens: $0.ids, completionStart: $0.completionStart)
    }
    let notebook = Notebook()
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    try trainSFT(policy, on: rows, configuration, seed: 1, recordingIn: notebook.journal())
    for (step, metrics) in zip(run.steps, notebook.metrics) {
      #expect(relativeError(metrics["loss"] ?? .nan, step.loss) < 1e-5)
      #expect(relativeError(metrics["grad_norm"] ?? .nan, step.gradientNorm) < 1e-4)
    }
    #expect(notebook.metrics.count == run.steps.count)
  }

  private func trained(microBatchSize: Int) throws -> (LanguageModel, Notebook) {
    let notebook = Notebook()
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 8)
    configuration.optimization.microBatchSize = microBatchSize
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    try trainSFT(
      policy, on: someSequences(24), configuration, seed: 1, recordingIn: notebook.journal())
    return (policy, notebook)
  }

  @Test("does not depend on how a batch is split", arguments: [1, 2, 3, 4])
  func splitInvariance(microBatchSize: Int) throws {
    let (whole, wholeNotes) = try trained(microBatchSize: 8)
    let (split, splitNotes) = try trained(microBatchSize: microBatchSize)
    for name in ["loss", "entropy", "mean_token_accuracy", "grad_norm", "num_tokens"] {
      let pairs = zip(wholeNotes.values(of: name), splitNotes.values(of: name))
      for (a, b) in pairs { #expect(relativeError(a, b) < 1e-6, "\(name)") }
    }
    // Adam turns rounding of near-zero gradients into steps of up to the learning rate.
    #expect(largestDifference(whole.parameters.named, split.parameters.named) < 2e-4)
  }

  @Test("goes on from a checkpoint bit for bit")
  func resume() throws {
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 4)
    configuration.optimization.shuffles = true
    configuration.optimization.epochs = 2
    configuration.optimization.schedule = .cosine
    let rows = someSequences(14)

    let whole = try LanguageModel(folder: checkpoint("llama-tied"))
    let wholeNotes = Notebook()
    try trainSFT(whole, on: rows, configuration, seed: 3, recordingIn: wholeNotes.journal())

    let first = Notebook()
    first.interruptedAfter = 3
    let interrupted = try LanguageModel(folder: checkpoint("llama-tied"))
    let outcome = try trainSFT(
      interrupted, on: rows, configuration, seed: 3, recordingIn: first.journal())
    #expect(outcome == .interrupted(step: 3))

    let second = Notebook()
    let resumed = try LanguageModel(folder: checkpoint("llama-tied"))
    let ended = try trainSFT(
      resumed, on: rows, configuration, seed: 3,
      recordingIn: second.journal(from: first.folders.last))
    #expect(ended == .finished)
    #expect(first.metrics + second.metrics == wholeNotes.metrics)
    #expect(largestDifference(whole.parameters.named, resumed.parameters.named) == 0)
  }

  @Test("stops at a loss that is no number, naming the step and the rows")
  func notFinite() throws {
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e30, batchSize: 4)
    configuration.optimization.maximumGradientNorm = 0
    #expect {
      try trainSFT(policy, on: someSequences(12), configuration, seed: 1)
    } throws: { error in
      guard case TrainingError.notFinite(_, _, let step, let rows, nil) = error else {
        return false
      }
      return step > 1 && rows.count == 4 && "\(error)".contains("some:")
    }
  }

  @Test("refuses to train on nothing")
  func nothing() throws {
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    #expect(throws: TrainingError.noRows("demonstrations")) {
      try trainSFT(policy, on: [], SFTConfiguration(), seed: 1)
    }
  }

  @Test("learns in bfloat16 as well, with float32 weights")
  func bfloat16() throws {
    let notebook = Notebook()
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e-3, batchSize: 8)
    configuration.optimization.precision = .bfloat16
    configuration.optimization.epochs = 4
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    try trainSFT(
      policy, on: someSequences(16), configuration, seed: 1, recordingIn: notebook.journal())
    let losses = notebook.values(of: "loss")
    let first = try #require(losses.first)
    let last = try #require(losses.last)
    #expect(last < first - 0.3)
    #expect(policy.parameters.named.allSatisfy { $0.tensor.dtype == .float32 })
  }
}
