import Batches
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

/// The weights after a run in which activations are found again are those of a run that kept them.
@Suite("Training with activations that are found again")
struct RecomputedTrainingTests {
  init() { threadCount = 1 }

  private func settings(_ recomputes: Bool, batchSize: Int = 4) -> OptimizationConfiguration {
    var settings = OptimizationConfiguration.golden(learningRate: 1e-2, batchSize: batchSize)
    settings.microBatchSize = 2
    settings.recomputesActivations = recomputes
    return settings
  }

  /// Runs once with and once without, and expects one outcome.
  private func expectEqual(
    _ train: (_ recomputes: Bool, Notebook) throws -> [ParameterStore]
  ) throws {
    let kept = Notebook(), found = Notebook()
    let due = try train(false, kept), stores = try train(true, found)
    #expect(found.metrics == kept.metrics && !found.metrics.isEmpty)
    for (store, due) in zip(stores, due) {
      #expect(store.recomputesActivations && !due.recomputesActivations)
      #expect(largestDifference(store.named, due.named) == 0)
    }
  }

  @Test("fine-tunes adapters with dropout, over whole weights and over four bits")
  func adapters() throws {
    for quantizes in [false, true] {
      try expectEqual { recomputes, notebook in
        let folder = checkpoint("llama-tied")
        let policy = try LanguageModel(folder: folder, quantizingLinearMaps: quantizes).adapted(
          by: LoRAConfiguration(rank: 4, dropout: 0.2), using: Generator(seed: 3),
          baseFolder: folder)
        var configuration = SFTConfiguration()
        configuration.optimization = settings(recomputes)
        try trainSFT(
          policy, on: someSequences(12), configuration, seed: 3, recordingIn: notebook.journal())
        return [policy.parameters]
      }
    }
  }

  @Test("trains by preferences, of pairs and of single completions")
  func preferences() throws {
    let sequences = someSequences(16)
    try expectEqual { recomputes, notebook in
      let policy = try LanguageModel(folder: checkpoint("gpt-neox-parallel"))
      var configuration = DPOConfiguration()
      configuration.optimization = settings(recomputes)
      let pairs = (0..<8).map {
        TokenizedComparison(chosen: sequences[2 * $0], rejected: sequences[2 * $0 + 1])
      }
      try trainDPO(
        policy, from: policy.copy(), on: pairs, configuration, seed: 1,
        recordingIn: notebook.journal())
      return [policy.parameters]
    }
    try expectEqual { recomputes, notebook in
      let policy = try LanguageModel(folder: checkpoint("gpt2-tied"))
      var configuration = KTOConfiguration()
      configuration.optimization = settings(recomputes)
      let rows = sequences.enumerated().map {
        JudgedSequence($0.element, isDesirable: $0.offset % 3 != 0)
      }
      try trainKTO(
        policy, from: policy.copy(), on: rows, configuration, seed: 1,
        recordingIn: notebook.journal())
      return [policy.parameters]
    }
  }

  @Test("moves policy and critic in PPO, and goes on after an interruption")
  func ppo() throws {
    try expectEqual { recomputes, notebook in
      var small = SmallPPO.everything
      small.configuration.optimization.recomputesActivations = recomputes
      let result = try small.train(notebook)
      return [result.policy.parameters, result.critic.parameters]
    }
    var small = SmallPPO.everything
    small.configuration.optimization.recomputesActivations = true
    let whole = Notebook(), first = Notebook(), second = Notebook()
    let due = try small.train(whole)
    first.interruptedAfter = 2
    _ = try small.train(first)
    let resumed = try small.train(second, resuming: first.folders.last)
    #expect(first.metrics + second.metrics == whole.metrics)
    #expect(
      largestDifference(resumed.policy.parameters.named, due.policy.parameters.named) == 0)
  }

  @Test("compares completions in groups")
  func groups() throws {
    try expectEqual { recomputes, notebook in
      let policy = try LanguageModel(folder: checkpoint("llama-untied"))
      var configuration = GroupConfiguration.grpo
      configuration.optimization = settings(recomputes, batchSize: 2)
      configuration.completionsPerPrompt = 4
      configuration.sampling.maximumNewTokens = 6
      configuration.klCoefficient = 0.1
      _ = try trainOnGroups(
        policy, from: policy.copy(), rewardedBy: likesEvenIDs, on: somePrompts(6),
        byteTokenizer(), configuration, seed: 5, recordingIn: notebook.journal())
      return [policy.parameters]
    }
  }
}
