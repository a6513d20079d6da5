import Batches
import Datasets
import Foundation
import Generation
import Models
import NeuralNetworks
import Scoring
import Testing
import Tokenizers
import Torch

@testable import Training

@Suite("Dynamic sampling")
struct DynamicSamplingTests {
  init() { threadCount = 1 }

  /// Six prompts as ids, read from lines 1 to 6.
  private let prompts = someSequences(6).map {
    TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p"), source: $0.source))
  }

  /// Tells all completions apart.
  private static func weighed(_ episode: Episode) -> Double {
    episode.sequence.completion.enumerated().reduce(0) {
      $0 + Double($1.element) / Double($1.offset + 7)
    }
  }

  /// Finds all completions of the prompts on even lines equally good.
  private let seesOddLines = FunctionReward { episode in
    (episode.prompt.source?.line ?? 0) % 2 == 0 ? 3 : DynamicSamplingTests.weighed(episode)
  }

  private func configuration(_ dynamicSampling: Int) -> GroupConfiguration {
    var configuration = GroupConfiguration.grpo
    configuration.optimization.learningRate = 1e-3
    configuration.optimization.batchSize = 2
    configuration.completionsPerPrompt = 3
    configuration.sampling.maximumNewTokens = 5
    configuration.miniBatches = 2
    configuration.dynamicSampling = dynamicSampling
    return configuration
  }

  /// What a run wrote down, and where it got.
  private struct Run {
    let notebook = Notebook()
    var lines: [[Int]] = []
    var outcome = LoopOutcome.finished
    let policy: LanguageModel

    init() throws { policy = try LanguageModel(folder: checkpoint("llama-untied")) }
  }

  private func run(
    _ configuration: GroupConfiguration, _ reward: any Reward, resuming folder: URL? = nil,
    interruptedAfter steps: Int = .max
  ) throws -> Run {
    var run = try Run()
    run.notebook.interruptedAfter = steps
    let tokenizer = try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"])
      .train(on: ["a"])
    var lines: [[Int]] = []
    run.outcome = try trainOnGroups(
      run.policy, from: nil, rewardedBy: reward, on: prompts, tokenizer, configuration, seed: 5,
      recordingIn: run.notebook.journal(from: folder),
      observing: { _, episodes, _ in lines.append(episodes.compactMap(\.prompt.source?.line)) })
    run.lines = lines
    return run
  }

  @Test("lets prompts whose completions are all equally good make room for the next ones")
  func replaces() throws {
    let found = try run(configuration(4), seesOddLines)
    let passes = EndlessPasses(over: 6, seed: 5)
    let order = (0..<100).map { passes.row(at: $0) + 1 }
    let odd = order.filter { $0 % 2 == 1 }
    let due = (0..<3).map { step in
      odd[2 * step..<2 * step + 2].flatMap { Array(repeating: $0, count: 3) }
    }
    #expect(found.lines == due)
    #expect(found.notebook.values(of: "frac_reward_zero_std") == [0, 0, 0])
    // As many as it takes to come to the second, fourth and sixth odd line.
    let places = order.indices.filter { order[$0] % 2 == 1 }
    let ends = [places[1] + 1, places[3] + 1, places[5] + 1]
    let drawn = [ends[0], ends[1] - ends[0], ends[2] - ends[1]]
    let counts = found.notebook.values(of: "dynamic_sampling/prompts")
    #expect(counts == drawn.map { Double($0) })
    #expect(found.notebook.values(of: "epoch") == ends.map { Double($0) / 6 })
    // What was drawn in vain counts among the tokens and in the mean reward.
    let all = found.notebook.values(of: "dynamic_sampling/reward")
    let kept = found.notebook.values(of: "reward")
    for step in 0..<3 {
      let vain = Double(drawn[step] - 2)
      #expect(abs(all[step] * Double(drawn[step]) - (2 * kept[step] + 3 * vain)) < 1e-6)
    }
  }

  @Test("fills a rollout up with equal ones at the bound, which teach nothing")
  func bound() throws {
    let found = try run(configuration(3), FunctionReward { _ in 0.7 })
    #expect(found.notebook.values(of: "dynamic_sampling/prompts") == [6, 6, 6])
    #expect(found.notebook.values(of: "frac_reward_zero_std") == [1, 1, 1])
    #expect(found.lines.map(\.count) == [6, 6, 6])
    let start = try LanguageModel(folder: checkpoint("llama-untied"))
    #expect(largestDifference(found.policy.parameters.named, start.parameters.named) == 0)
  }

  @Test("changes nothing where the rewards of every group differ")
  func unneeded() throws {
    let reward = FunctionReward(Self.weighed)
    let with = try run(configuration(2), reward), without = try run(configuration(0), reward)
    #expect(with.lines == without.lines)
    #expect(largestDifference(with.policy.parameters.named, without.policy.parameters.named) == 0)
    #expect(with.notebook.values(of: "num_tokens") == without.notebook.values(of: "num_tokens"))
  }

  @Test("goes on after an interruption as if there had been none")
  func resume() throws {
    let whole = try run(configuration(4), seesOddLines)
    let first = try run(configuration(4), seesOddLines, interruptedAfter: 1)
    #expect(first.outcome == .interrupted(step: 1))
    let second = try run(configuration(4), seesOddLines, resuming: first.notebook.folders.last)
    #expect(first.notebook.metrics + second.notebook.metrics == whole.notebook.metrics)
    #expect(first.lines + second.lines == whole.lines)
    #expect(largestDifference(second.policy.parameters.named, whole.policy.parameters.named) == 0)
  }

  @Test("reports the same whatever the micro-batch", arguments: [1, 4])
  func splitInvariance(microBatchSize: Int) throws {
    var configuration = configuration(4)
    configuration.optimization.learningRate = 1e-6
    let whole = try run(configuration, seesOddLines)
    configuration.optimization.microBatchSize = microBatchSize
    let parts = try run(configuration, seesOddLines)
    #expect(parts.lines == whole.lines)
    for (found, due) in zip(parts.notebook.metrics, whole.notebook.metrics) {
      for (name, value) in due {
        #expect(relativeError(found[name] ?? .nan, value) < 1e-4, "\(name)")
      }
    }
  }

  @Test("in GDPO keeps groups whose rewards differ though their sums are equal")
  func decoupled() throws {
    var configuration = configuration(2)
    configuration.advantages = .groupScaledEach
    let negative = FunctionReward { -Self.weighed($0) }
    let reward = WeightedRewards([
      .init("one", FunctionReward(Self.weighed)), .init("other", negative),
    ])
    #expect(
      try run(configuration, reward).notebook.values(of: "dynamic_sampling/prompts") == [2, 2, 2])
    configuration.advantages = .groupScaled
    #expect(
      try run(configuration, reward).notebook.values(of: "dynamic_sampling/prompts") == [4, 4, 4])
  }
}
