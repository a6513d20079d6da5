import Batches
import Datasets
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Tokenizers
import Torch

@testable import Training

@Suite("PPO")
struct PPOTests {
  init() { threadCount = 1 }

  private func train(
    _ configuration: PPOConfiguration, _ notebook: Notebook, resuming folder: URL? = nil
  ) throws -> (policy: LanguageModel, outcome: LoopOutcome) {
    let result = try SmallPPO(configuration: configuration).train(notebook, resuming: folder)
    return (result.policy, result.outcome)
  }

  @Test(
    "starts with ratio 1, KL 0 and a policy loss of 0, wherever the score is paid",
    arguments: RewardPlacement.allCases, Precision.allCases)
  func firstUpdate(placement: RewardPlacement, precision: Precision) throws {
    var configuration = PPOConfiguration.small
    configuration.optimization.precision = precision
    configuration.rewardPlacement = placement
    configuration.updateEpochs = 1
    configuration.miniBatches = 1
    configuration.optimization.maximumSteps = 1
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let metrics = notebook.metrics[0]
    #expect(abs((metrics["val/ratio"] ?? 0) - 1) < 1e-5)
    #expect(abs(metrics["objective/kl"] ?? 1) < 1e-4)
    #expect(abs(metrics["loss/policy_avg"] ?? 1) < 1e-5)
    #expect((metrics["policy/approxkl_avg"] ?? 1) < 1e-10)
    #expect(metrics["policy/clipfrac_avg"] == 0)
  }

  @Test(
    "starts each rollout with ratios of 1, and tells so, whatever the sampler rounds",
    arguments: WeightPrecision.allCases)
  func firstRatios(precision: WeightPrecision) throws {
    let notebook = Notebook()
    var configuration = PPOConfiguration.eager
    configuration.sampling.weightPrecision = precision
    _ = try train(configuration, notebook)
    let errors = notebook.values(of: "policy/first_ratio_error")
    #expect(errors.count == notebook.metrics.count)
    #expect(errors.allSatisfy { $0 < 1e-5 }, "\(errors)")
    #expect(notebook.values(of: "val/ratio").contains { abs($0 - 1) > 1e-4 })
  }

  @Test("raises the reward, and the KL with it")
  func learns() throws {
    let configuration = PPOConfiguration.eager
    let notebook = Notebook()
    _ = try train(configuration, notebook)
    let scores = notebook.values(of: "objective/scores")
    let before = scores.prefix(2).reduce(0, +) / 2
    let after = scores.suffix(3).reduce(0, +) / 3
    #expect(after > before + 0.15)
    #expect((notebook.values(of: "objective/kl").last ?? 0) > 0.5)
  }

  @Test("stays nearer to the reference where KL costs more")
  func penalty() throws {
    func finalKL(_ coefficient: Double) throws -> Double {
      var configuration = PPOConfiguration.eager
      configuration.optimization.learningRate = 1e-3
      configuration.optimization.epochs = 40
      configuration.klCoefficient = coefficient
      let notebook = Notebook()
      _ = try train(configuration, notebook)
      let last = notebook.values(of: "objective/kl").suffix(3)
      return last.reduce(0, +) / 3
    }
    let dear = try finalKL(0.3)
    let free = try finalKL(0)
    #expect(dear < free / 2)
  }

  @Test("goes on from a checkpoint bit for bit: weights, critic, sampler and price of KL")
  func resume() throws {
    var configuration = PPOConfiguration.small
    configuration.klTarget = 2
    configuration.klHorizon = 20
    let wholeNotes = Notebook()
    let (whole, _) = try train(configuration, wholeNotes)
    let first = Notebook()
    first.interruptedAfter = 2
    let (_, outcome) = try train(configuration, first)
    #expect(outcome == .interrupted(step: 2))
    let second = Notebook()
    let (resumed, ended) = try train(configuration, second, resuming: first.folders.last)
    #expect(ended == .finished)
    #expect(first.metrics + second.metrics == wholeNotes.metrics)
    #expect(largestDifference(whole.parameters.named, resumed.parameters.named) == 0)
    #expect(Set(wholeNotes.values(of: "objective/kl_coefficient")).count > 2, "the price moves")
  }

  @Test("reports the same whatever the micro-batch", arguments: [1, 3])
  func splitInvariance(microBatchSize: Int) throws {
    let whole = Notebook()
    _ = try train(.small, whole)
    var split = PPOConfiguration.small
    split.optimization.microBatchSize = microBatchSize
    let parts = Notebook()
    _ = try train(split, parts)
    for (name, value) in whole.metrics[0] {
      #expect(relativeError(parts.metrics[0][name] ?? .nan, value) < 1e-4, "\(name)")
    }
  }

  @Test("stops at a score that is no number")
  func badReward() throws {
    #expect(throws: RewardError.self) {
      try SmallPPO(reward: FunctionReward { _ in .nan }).train()
    }
  }
}
