import Batches
import Foundation
import Models
import NeuralNetworks
import Testing
import Torch

@testable import Training

@Suite("Training adapters")
struct AdapterTrainingTests {
  private func adapted(_ dropout: Double = 0) throws -> LanguageModel {
    let folder = checkpoint("llama-tied")
    return try LanguageModel(folder: folder).adapted(
      by: LoRAConfiguration(rank: 4, alpha: 8, dropout: dropout), using: Generator(seed: 3),
      baseFolder: folder)
  }

  private func configuration() -> SFTConfiguration {
    var configuration = SFTConfiguration()
    configuration.optimization = .golden(learningRate: 1e-2, batchSize: 4)
    configuration.optimization.shuffles = true
    configuration.optimization.epochs = 2
    return configuration
  }

  @Test("the base stays as it is, and the policy learns")
  func base() throws {
    let policy = try adapted()
    let notes = Notebook()
    try trainSFT(
      policy, on: someSequences(12), configuration(), seed: 3, recordingIn: notes.journal())
    let fresh = try LanguageModel(folder: checkpoint("llama-tied"))
    let base = try #require(policy.base)
    #expect(largestDifference(fresh.parameters.named, base.parameters.named) == 0)
    let losses = notes.values(of: "loss")
    #expect(losses[losses.count - 1] < losses[0] - 0.1, "\(losses)")
  }

  @Test("goes on from a checkpoint bit for bit, with dropout", arguments: [0, 0.2])
  func resume(dropout: Double) throws {
    let rows = someSequences(14)
    let whole = try adapted(dropout)
    let wholeNotes = Notebook()
    try trainSFT(whole, on: rows, configuration(), seed: 3, recordingIn: wholeNotes.journal())

    let first = Notebook()
    first.interruptedAfter = 3
    try trainSFT(
      adapted(dropout), on: rows, configuration(), seed: 3, recordingIn: first.journal())
    let folder = try #require(first.folders.last)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files.contains("adapter_model.safetensors") && !files.contains("model.safetensors"))

    let second = Notebook()
    let resumed = try adapted(dropout)
    try trainSFT(
      resumed, on: rows, configuration(), seed: 3, recordingIn: second.journal(from: folder))
    #expect(first.metrics + second.metrics == wholeNotes.metrics)
    #expect(largestDifference(whole.parameters.named, resumed.parameters.named) == 0)
  }

  @Test("dropout changes what is learned, and not what is measured")
  func dropout() throws {
    let notes = try [0, 0.2].map { dropout in
      let notes = Notebook()
      let policy = try adapted(dropout)
      try trainSFT(
        policy, on: someSequences(12), configuration(), seed: 3, recordingIn: notes.journal())
      #expect(policy.parameters.dropout.rate == dropout)
      return notes
    }
    // B is zero at first, so that the first loss cannot show a dropout.
    #expect(notes[0].metrics[0]["loss"] == notes[1].metrics[0]["loss"])
    #expect(notes[0].metrics[2]["loss"] != notes[1].metrics[2]["loss"])
  }

  @Test("DPO with adapters is DPO with a reference of its own, step by step")
  func dpo() throws {
    var configuration = DPOConfiguration()
    configuration.optimization = .golden(learningRate: 1e-2, batchSize: 4)
    let sequences = someSequences(24)
    let pairs = (0..<12).map {
      TokenizedComparison(chosen: sequences[2 * $0], rejected: sequences[2 * $0 + 1])
    }
    let shared = Notebook()
    let policy = try adapted()
    try trainDPO(
      policy, from: policy.reference(), on: pairs, configuration, seed: 1,
      recordingIn: shared.journal())
    let separate = Notebook()
    try trainDPO(
      adapted(), from: LanguageModel(folder: checkpoint("llama-tied")), on: pairs, configuration,
      seed: 1, recordingIn: separate.journal())
    #expect(shared.metrics == separate.metrics)
    #expect(abs((shared.metrics[0]["loss"] ?? 0) - log(2)) < 1e-6)
    #expect((shared.metrics[2]["loss"] ?? 1) < 0.69)
  }
}
