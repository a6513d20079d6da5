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

  /// Twelve prompts as ids.
  private var prompts: [TokenizedPrompt] {
    someSequences(12).map {
      TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p"), source: $0.source))
    }
  }

  /// A byte-level tokenizer: PPO itself needs one only to show completions as text.
  private func tokenizer() throws -> Tokenizer {
    try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"]).train(on: ["a"])
  }

  /// Likes even ids: a reward that a random policy can learn to raise.
  private let likesEvenIDs = FunctionReward { episode in
    let completion = episode.sequence.completion
    return Double(completion.count { $0 % 2 == 0 }) / Double(completion.count)
  }

  private var configuration: PPOConfiguration {
    var configuration = PPOConfiguration()
    configuration.optimization.learningRate = 1e-3
    configuration.optimization.batchSize = 4
    configuration.optimization.epochs = 2
    configuration.criticLearningRate = 1e-3
    configuration.sampling.maximumNewTokens = 6
    configuration.miniBatches = 2
    configuration.updateEpochs = 2
    configuration.missingEndPenalty = 0
    return configuration
  }

  private func train(
    _ configuration: PPOConfiguration, _ notebook: Notebook, resuming checkpointFolder: URL? = nil,
    reward: (any Reward)? = nil
  ) throws -> (policy: LanguageModel, outcome: LoopOutcome) {
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    let outcome = try trainPPO(
      policy, from: try policy.copy(), critic: try ScalarModel(folder: checkpoint("llama-reward")),
      rewardedBy: reward ?? likesEvenIDs, on: prompts, try tokenizer(), configuration, seed: 5,
      recordingIn: notebook.journal(from: checkpointFolder))
    return (policy, outcome)
  }

  @Test(
    "starts with ratio 1, KL 0 and a policy loss of 0, wherever the score is paid",
    arguments: RewardPlacement.allCases, Precision.allCases)
  func firstUpdate(placement: RewardPlacement, precision: Precision) throws {
    var configuration = configuration
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
    "has every single ratio within 10⁻⁵ of 1 before the first update, at any temperature",
    arguments: [1.0, 0.7])
  func ratios(temperature: Double) throws {
    let policy = try LanguageModel(folder: checkpoint("qwen3-untied"))
    var sampling = SamplingConfiguration(maximumNewTokens: 12)
    sampling.temperature = temperature
    let (episodes, sampled) = try sampleEpisodes(
      from: policy, prompts, sampling, using: Generator(seed: 2), try tokenizer())
    let again = policy.logProbabilities(
      of: SequenceBatch(episodes.map(\.sequence)), temperature: temperature)
    let (_, time) = again.values.shape2
    let values = again.values.floats
    for (row, episode) in episodes.enumerated() {
      let start = row * time + episode.sequence.completionStart
      for (index, old) in sampled[row].enumerated() {
        #expect(abs(exp(Double(values[start + index]) - Double(old)) - 1) < 1e-5)
      }
    }
  }

  @Test(
    "takes rollouts × epochs × mini-batches optimizer steps",
    arguments: [(1, 1), (1, 4), (2, 2), (3, 1)])
  func stepCount(epochs: Int, miniBatches: Int) throws {
    var configuration = configuration
    configuration.updateEpochs = epochs
    configuration.miniBatches = miniBatches
    let notebook = Notebook()
    let checkpoints = notebook.journal(every: 5)
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    try trainPPO(
      policy, from: try policy.copy(), critic: try ScalarModel(folder: checkpoint("llama-reward")),
      rewardedBy: likesEvenIDs, on: prompts, try tokenizer(), configuration, seed: 5,
      recordingIn: checkpoints)
    let rollouts = 12 * 2 / 4
    #expect(notebook.metrics.count == rollouts)
    let folder = try #require(notebook.folders.last)
    for file in ["optimizer.safetensors", "critic/optimizer.safetensors"] {
      let state = try SafetensorsFile(folder.appendingPathComponent(file))
      #expect(state.metadata["stepCount"] == "\(5 * epochs * miniBatches)")
    }
  }

  /// Enough updates for a tiny model to learn something.
  private var eager: PPOConfiguration {
    var configuration = configuration
    configuration.optimization.learningRate = 3e-3
    configuration.optimization.epochs = 15
    configuration.optimization.batchSize = 12
    configuration.optimization.schedule = .constant
    configuration.updateEpochs = 4
    configuration.klCoefficient = 0
    return configuration
  }

  @Test("raises the reward, and the KL with it")
  func learns() throws {
    let configuration = eager
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
      var configuration = eager
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
    var configuration = configuration
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
    _ = try train(configuration, whole)
    var split = configuration
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
      try train(configuration, Notebook(), reward: FunctionReward { _ in .nan })
    }
  }
}
