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

/// Advantages as the loop finds them, worked out again number by number.
@Suite("What the tokens of a rollout are found to be worth")
struct GroupCreditTests {
  init() { threadCount = 1 }

  private var episodes: [Episode] {
    someSequences(4).enumerated().map { row, sequence in
      Episode(
        prompt: Prompt(.text("")), completion: "", sequence: sequence, isFinished: row != 2)
    }
  }

  private func configuration(_ advantages: AdvantageEstimator, _ size: Int) -> GroupConfiguration {
    var configuration = GroupConfiguration.grpo
    configuration.completionsPerPrompt = size
    configuration.optimization.batchSize = 4 / size
    configuration.advantages = advantages
    configuration.klPlacement = .token
    configuration.klEstimator = .k1
    configuration.klCoefficient = 0.2
    configuration.missingEndPenalty = 2
    return configuration
  }

  /// The rollout, and by hand: the score after the penalty less β times the KL from each token on.
  private func rollout(
    _ found: SampledGroups, _ configuration: GroupConfiguration
  ) throws -> (rollout: GroupRollout, costs: [[Double]]) {
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let reference = try LanguageModel(folder: checkpoint("llama-untied"))
    reference.parameters.freeze()
    let rollout = evaluated(found, sampled: nil, by: policy, reference, configuration)
    let time = rollout.batch.tokens.shape2.1
    let now = rollout.logProbabilities.floats
    let before = try #require(rollout.referenceLogProbabilities).floats
    let costs = found.episodes.enumerated().map { row, episode in
      let sequence = episode.sequence
      return (sequence.completionStart..<sequence.tokens.count).map { place in
        (place..<sequence.tokens.count).reduce(0) {
          $0 + 0.2 * Double(now[row * time + $1] - before[row * time + $1])
        }
      }
    }
    return (rollout, costs)
  }

  private func expect(_ rollout: GroupRollout, _ due: [[Double]]) {
    let time = rollout.batch.tokens.shape2.1
    let found = rollout.advantages.floats
    var dueEverywhere = Array(repeating: 0.0, count: found.count)
    for (row, values) in due.enumerated() {
      let start = rollout.episodes[row].sequence.completionStart
      for (index, value) in values.enumerated() {
        dueEverywhere[row * time + start + index] = value
      }
    }
    let largest = zip(found, dueEverywhere).map { abs(Double($0) - $1) }.max() ?? .infinity
    #expect(largest < 1e-4)
  }

  @Test(
    "in REINFORCE++: the reward to go, scaled over all tokens, with or without a baseline",
    arguments: [AdvantageEstimator.rolloutScaled, .centredRolloutScaled])
  func reinforce(estimator: AdvantageEstimator) throws {
    let size = estimator == .rolloutScaled ? 1 : 2
    let scores = [0.5, 1.5, 3, -0.5], paid = [0.5, 1.5, 1, -0.5]
    let (rollout, costs) = try rollout(
      SampledGroups(episodes, scores), configuration(estimator, size))
    let baselines = size == 1 ? [0.0, 0, 0, 0] : [1, 1, 0.25, 0.25]
    let raw = costs.enumerated().map { row, costs in
      costs.map { paid[row] - baselines[row] - $0 }
    }
    let all = raw.flatMap(\.self), mean = all.reduce(0, +) / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count - 1)
    expect(rollout, raw.map { $0.map { ($0 - mean) / (variance + 1e-8).squareRoot() } })
  }

  @Test("in ReMax: the reward to go less what the likeliest completion earns")
  func remax() throws {
    let likeliest = [episodes[2], episodes[1]]
    let found = SampledGroups(
      episodes: episodes, scores: Scores(totals: [0.5, 1.5, 3, -0.5]),
      worths: [0.5, 1.5, 3, -0.5], greedy: (likeliest, [4, 1], [4, 1]))
    let (rollout, costs) = try rollout(found, configuration(.greedyBaseline, 2))
    // The likeliest completion of the first prompt was cut off, and loses 2.
    let differences: [Double] = [-1.5, -0.5, 0, -1.5]
    expect(rollout, costs.enumerated().map { row, costs in costs.map { differences[row] - $0 } })
  }

  @Test("in RLOO with KL paid by token: each token answers for the KL from it on")
  func leaveOneOut() throws {
    let (rollout, costs) = try rollout(
      SampledGroups(episodes, [0.5, 1.5, 3, -0.5]), configuration(.leaveOneOut, 2))
    let differences: [Double] = [-1, 1, 1.5, -1.5]
    expect(rollout, costs.enumerated().map { row, costs in costs.map { differences[row] - $0 } })
  }

  /// Gives longer completions more, relative to the batch.
  @Test("come from a reward that sees drawn and likeliest completions in one batch")
  func oneBatch() throws {
    let length = FunctionReward { Double($0.sequence.tokens.count) }
    let reward = WeightedRewards([.init("length", length)], scalesParts: true)
    var settings = configuration(.greedyBaseline, 1)
    settings.sampling.maximumNewTokens = 5
    let sampler = GroupSampler(
      policy: try LanguageModel(folder: checkpoint("llama-untied")), reward: reward,
      configuration: settings, generator: Generator(seed: 1),
      tokenizer: try BytePairTrainer(vocabularySize: 257, specialTokens: ["<|endoftext|>"])
        .train(on: ["a"]))
    let prompts = someSequences(3).map {
      TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p")))
    }
    let drawn = try sampler.groups(of: prompts)
    var moments: RunningMoments?
    let found = drawn.shaped(by: RewardShaping(), &moments)
    let whole = try reward.scores(of: drawn.episodes + drawn.greedy)
    #expect(found.scores.totals == Array(whole.prefix(3)) && Set(whole).count > 1)
    #expect(found.greedy?.scores == Array(whole.suffix(3)))
    #expect(found.scores.parts[0].values.count == 3, "metrics are of drawn completions")
  }

  @Test("are asked for twice in ReMax only, and the likeliest completion is always the same")
  func greedy() throws {
    let policy = try LanguageModel(folder: checkpoint("llama-untied"))
    let prompts = someSequences(3).map {
      TokenizedPrompt(tokens: Array($0.prompt), prompt: Prompt(.text("p")))
    }
    let tokenizer = try BytePairTrainer(
      vocabularySize: 257, specialTokens: ["<|endoftext|>"]
    ).train(on: ["a"])
    let generator = Generator(seed: 1)
    func greedy(_ estimator: AdvantageEstimator) throws -> [[Int]] {
      try configuration(estimator, 2).greedyEpisodes(
        from: policy, prompts, using: generator, tokenizer
      ).map(\.sequence.tokens)
    }
    let before = generator.state
    let first = try greedy(.greedyBaseline)
    #expect(first.count == 3)
    #expect(try greedy(.greedyBaseline) == first)
    #expect(generator.state == before, "nothing random is used up")
    #expect(try greedy(.leaveOneOut).isEmpty)
  }
}
