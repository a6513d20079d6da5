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

/// Mistakes that other systems have made in reinforcement learning, and these must not make.
///
/// Elsewhere: packing that leaks (`UnpaddedReadingTests`), a new head that is not saved and
/// weights that are not merged (the tests of models).
@Suite("Known bug classes")
struct KnownBugClassesTests {
  init() { threadCount = 1 }

  /// A rollout of completions in which the ids of padding (0) and of the end of text (2) also stand
  /// where they mean nothing.
  private func rollout(
    _ placement: RewardPlacement = .lastToken, isFinished: [Bool] = [true, false, true]
  ) throws -> Rollout {
    var configuration = PPOConfiguration.small
    configuration.rewardPlacement = placement
    configuration.klCoefficient = 0
    configuration.missingEndPenalty = 10
    return evaluated(
      someEpisodes([[9, 0, 2, 2], [2, 0, 0], [0, 8, 9, 5, 0, 2]], isFinished: isFinished),
      Judgement([1, 3, 5]), sampled: nil, by: try SmallPPO.models(), klCoefficient: 0,
      configuration)
  }

  // TRL #3750, #5338: one place later, where the end-of-text token hardly hears of it.
  @Test("reward at EOS: the score is paid at the last real token, not after it")
  func rewardAtEnd() throws {
    let rollout = try rollout()
    let (rows, time) = rollout.rewards.shape2
    let rewards = rollout.rewards.floats
    for (row, episode) in rollout.episodes.enumerated() {
      let last = episode.sequence.tokens.count - 1
      let due: [Float] = [1, -7, 5]
      for place in 0..<time {
        #expect(rewards[row * time + place] == (place == last ? due[row] : 0))
      }
    }
    #expect(rows == 3)
    #expect(try self.rollout(.afterLastToken).rewards.floats != rewards, "TRL's is another")
  }

  // TRL #3750: there the tokenizer's end token is looked for, whatever stopped the completion.
  @Test("what is finished was recorded when it was sampled; no id is looked at")
  func finished() throws {
    #expect(try rollout(isFinished: [true, false, true]).paidScores == [1, -7, 5])
    #expect(try rollout(isFinished: [false, true, false]).paidScores == [-9, 3, -5])
  }

  // TRL #2778, PR #5303: with pad = eos, a mask of ids ≠ pad hides the end from the critic.
  @Test("length-only masks: ids of padding and of the end count wherever they were sampled")
  func masks() throws {
    let rollout = try rollout()
    let (_, time) = rollout.isToken.shape2
    let due = rollout.episodes.flatMap { episode in
      (0..<time).map {
        $0 >= episode.sequence.completionStart && $0 < episode.sequence.tokens.count
      }
    }
    #expect(rollout.isToken.array(Bool.self) == due)
    #expect(rollout.hasValue.array(Bool.self) == due)
  }

  // TRL #3168 of its kind: metrics and advantages over padding.
  @Test("outside the completions everything is zero, so that no sum can see the padding")
  func padding() throws {
    let rollout = try rollout()
    for all in [
      rollout.logProbabilities, rollout.kl, rollout.values, rollout.rewards, rollout.advantages,
      rollout.returns,
    ] {
      let outside = all.filled(with: 0, unless: !rollout.isToken)
      #expect(outside.absolute().max().value == 0)
    }
  }

  // RLOO's report: a ratio that is not 1 clips tokens for nothing.
  @Test(
    "ratio 1: every single one is, before the first update, at any temperature",
    arguments: [1.0, 0.7])
  func ratios(temperature: Double) throws {
    let policy = try LanguageModel(folder: checkpoint("qwen3-untied"))
    var sampling = SamplingConfiguration(maximumNewTokens: 12)
    sampling.temperature = temperature
    let (episodes, sampled) = try sampleEpisodes(
      from: policy, somePrompts(12), sampling, using: Generator(seed: 2), try byteTokenizer())
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

  // A log π_old that is asked for again at each update makes every ratio 1 for ever: nothing clips.
  @Test("π_old stays that of the sampler while the policy moves")
  func oldPolicy() throws {
    func change(_ epochs: Int) throws -> Double {
      var small = SmallPPO()
      small.configuration.optimization.maximumSteps = 1
      small.configuration.miniBatches = 1
      small.configuration.updateEpochs = epochs
      let notebook = Notebook()
      _ = try small.train(notebook)
      return notebook.metrics[0]["policy/approxkl_avg"] ?? .nan
    }
    #expect(try change(1) < 1e-10)
    #expect(try change(2) > 1e-7)
  }

  // TRL #937, PR #5813: pooled at another token than in training, or without the end of text.
  @Test("the reward model scores in PPO just as in its own training: at the last token, by length")
  func rewardModel() throws {
    let model = try ScalarModel(folder: checkpoint("llama-reward"))
    let made = someEpisodes(
      [[9, 0, 2], [4, 11], [30, 8, 9, 0, 0]], isFinished: [true, false, true])
    let scores = try ModelReward(model, microBatchSize: 2).scores(of: made)
    let ranking = TokenizedRanking(sequences: made.map(\.sequence), ranks: [1, 2, 3])
    let batch = RankingBatch([ranking], on: .cpu)
    let trained = withoutGradients { model.rewards(of: batch.sequences).floats }
    for (one, other) in zip(scores, trained) { #expect(abs(one - Double(other)) < 1e-5) }
  }

  // TRL #5645: mini-batches that change nothing, and a last rollout with more steps than are due.
  @Test(
    "optimizer steps: a run takes rollouts × epochs × mini-batches, the last rollout included",
    arguments: [(1, 1), (1, 4), (2, 2), (3, 1)])
  func stepCount(epochs: Int, miniBatches: Int) throws {
    var small = SmallPPO()
    small.configuration.updateEpochs = epochs
    small.configuration.miniBatches = miniBatches
    let notebook = Notebook()
    _ = try small.train(notebook.journal(every: 5))
    let rollouts = 12 * 2 / 4
    #expect(notebook.metrics.count == rollouts)
    #expect(
      notebook.values(of: "policy/update_count")
        == Array(repeating: Double(epochs * miniBatches), count: rollouts))
    let folder = try #require(notebook.folders.last)
    for file in ["optimizer.safetensors", "critic/optimizer.safetensors"] {
      let state = try SafetensorsFile(folder.appendingPathComponent(file))
      #expect(state.metadata["stepCount"] == "\(5 * epochs * miniBatches)")
    }
  }

  // TRL #2175 and many others: a mean of the means of micro-batches of unequal lengths.
  @Test("split invariance: the weights after a rollout do not depend on micro-batches")
  func splitInvariance() throws {
    func weights(_ microBatchSize: Int) throws -> [(name: String, tensor: Tensor)] {
      var small = SmallPPO()
      small.configuration.optimization.maximumSteps = 1
      small.configuration.optimization.microBatchSize = microBatchSize
      // Far from 0, so that Adam does not turn rounding into whole steps.
      small.configuration.optimization.adamW.epsilon = 1e-3
      return try small.train().policy.parameters.named
    }
    let whole = try weights(0)
    for size in [1, 3] { #expect(largestDifference(try weights(size), whole) < 1e-6) }
  }
}
