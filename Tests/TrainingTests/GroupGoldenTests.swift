import Batches
import Datasets
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("GRPO and RLOO on a given rollout")
struct GroupGoldenTests {
  init() { threadCount = 1 }

  /// PPO's golden rollout: its policy is stepped as GRPO's, on advantages of another kind.
  private struct Golden: Decodable {
    struct Rollout: Decodable {
      let queries: [[Int]]
      let responses: [[Int]]
      let isEnded: [Bool]
      let logProbabilities: [[Float]]
      let advantages: [[Float]]
    }
    struct Update: Decodable {
      let rows: [Int]
      let policyLoss: Double
      let policyClipFraction: Double
      let gradientNorms: [Double]
    }
    let rollout: Rollout
    let separatelyClippedUpdates: [Update]

    var episodes: [Episode] {
      rollout.queries.indices.map { row in
        Episode(
          prompt: Prompt(.text("")), completion: "",
          sequence: TokenizedSequence(
            tokens: rollout.queries[row] + rollout.responses[row],
            completionStart: rollout.queries[row].count),
          isFinished: rollout.isEnded[row])
      }
    }

    /// What stands for each response's tokens, without the padding.
    func cut(_ rows: [[Float]]) -> [[Float]] {
      zip(rows, rollout.responses).map { Array($0.prefix($1.count)) }
    }
  }

  private func configuration(_ microBatchSize: Int = 0) -> GroupConfiguration {
    var configuration = GroupConfiguration.grpo
    configuration.optimization = .golden(learningRate: 2e-4, batchSize: 2)
    configuration.optimization.microBatchSize = microBatchSize
    configuration.completionsPerPrompt = 2
    configuration.sampling.maximumNewTokens = 9
    return configuration
  }

  @Test("follow PyTorch's policy losses over four updates, however split", arguments: [0, 1])
  func updates(microBatchSize: Int) throws {
    let golden: Golden = try golden("ppo")
    let configuration = configuration(microBatchSize)
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let batch = SequenceBatch(golden.episodes.map(\.sequence))
    func spread(_ rows: [[Float]]) -> Tensor {
      Training.spread(golden.cut(rows), over: batch, golden.episodes)
    }
    let rollout = GroupRollout(
      episodes: golden.episodes, batch: batch, scores: Scores(totals: []), penalizedScores: [],
      greedyScores: nil,
      logProbabilities: spread(golden.rollout.logProbabilities), referenceLogProbabilities: nil,
      advantages: spread(golden.rollout.advantages), isToken: batch.isCompletion)
    let optimizer = ScheduledOptimizer(
      policy.parameters, configuration.optimization, stepCount: 4)
    for (index, due) in golden.separatelyClippedUpdates.enumerated() {
      var averages = Averages()
      let loss = update(policy, on: rollout, rows: due.rows, configuration, &averages)
      let norm = try optimizer.step(
        at: index, StepContext(step: 1, rows: [], checkpoint: nil))
      #expect(relativeError(loss, due.policyLoss) < 2e-5)
      #expect(relativeError(norm, due.gradientNorms[0]) < 1e-4)
    }
  }

  /// The formulas of the paper, one number after another, on what the models say.
  private func slowLoss(
    _ rollout: GroupRollout, _ policy: LanguageModel, _ configuration: GroupConfiguration
  ) -> Double {
    let new = withoutGradients { policy.logProbabilities(of: rollout.batch).values.floats }
    let old = rollout.logProbabilities.floats
    let initial = rollout.referenceLogProbabilities?.floats ?? new
    let advantages = rollout.advantages.floats
    let time = rollout.batch.tokens.shape2.1
    var losses: [Double] = []
    for (row, episode) in rollout.episodes.enumerated() {
      let places = episode.sequence.completionStart..<episode.sequence.tokens.count
      let changes = places.map { Double(new[row * time + $0] - old[row * time + $0]) }
      let total = changes.reduce(0, +)
      let tokenLosses = zip(places, changes).map { place, change in
        let at = row * time + place
        let ratio = exp(configuration.ratioLevel == .sequenceSum ? total : change)
        let advantage = Double(advantages[at])
        let clipped = min(max(ratio, 0.8), 1.2)
        let gap = Double(initial[at] - new[at])
        let kl = configuration.klPlacement == .loss ? (exp(gap) - gap - 1) * ratio : 0
        return -min(advantage * ratio, advantage * clipped) + configuration.klCoefficient * kl
      }
      losses.append(tokenLosses.reduce(0, +) / Double(places.count))
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  @Test("have the loss of the paper's formula, worked out number by number", arguments: 0..<2)
  func loss(method: Int) throws {
    let golden: Golden = try golden("ppo")
    var configuration = configuration(3)
    if method == 1 {
      configuration.ratioLevel = .sequenceSum
      configuration.advantages = .leaveOneOut
      configuration.klPlacement = .reward
      configuration.klEstimator = .k1
    }
    configuration.klCoefficient = 0.3
    configuration.aggregation = .sequenceMean
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let reference = try LanguageModel(folder: checkpoint("llama-untied"))
    reference.parameters.freeze()
    // Sampled by a policy that is a little off: log π at another temperature.
    let sampled = golden.cut(golden.rollout.logProbabilities).map { $0.map { $0 * 0.99 } }
    let rollout = evaluated(
      SampledGroups(golden.episodes, [0.3, 1.5, -0.5, 0.25]), sampled: sampled, by: policy,
      reference,
      configuration)
    var averages = Averages()
    let found = update(policy, on: rollout, rows: [0, 1, 2, 3], configuration, &averages)
    let due = slowLoss(rollout, policy, configuration)
    #expect(relativeError(found, due) < 1e-5)
    #expect(abs(due) > 1e-3)
  }

  @Test(
    "have the same loss, gradient and metrics however split, clips and all",
    arguments: ["grpo", "dr. grpo", "gspo", "cispo", "sapo", "rloo", "masked"], [1, 3])
  func splits(method: String, microBatchSize: Int) throws {
    let golden: Golden = try golden("ppo")
    let reference = try LanguageModel(folder: checkpoint("llama-untied"))
    reference.parameters.freeze()
    // Ratios on both sides of their range; those of whole completions go further.
    let distance: Float = method == "rloo" ? 0.01 : 0.07
    let sampled = golden.cut(golden.rollout.logProbabilities).enumerated().map { row, values in
      values.map { $0 * (row % 2 == 0 ? 1 - distance : 1 + distance) }
    }
    func result(_ microBatchSize: Int) throws -> [String: Double] {
      let policy = try LanguageModel(folder: checkpoint("llama-tied"))
      let configuration = relative(method, microBatchSize)
      let rollout = evaluated(
        SampledGroups(golden.episodes, [0.3, 1.5, 0.5, 0.25]), sampled: sampled, by: policy,
        reference,
        configuration)
      let optimizer = ScheduledOptimizer(
        policy.parameters, configuration.optimization, stepCount: 1)
      var averages = Averages()
      _ = update(policy, on: rollout, rows: [0, 1, 2, 3], configuration, &averages)
      averages.add(
        "grad_norm",
        try optimizer.step(at: 0, StepContext(step: 1, rows: [], checkpoint: nil)), over: 1)
      return averages.means.merging(rollout.metrics(configuration)) { $1 }
    }
    let whole = try result(0)
    let split = try result(microBatchSize)
    #expect(Set(split.keys) == Set(whole.keys))
    for (name, value) in whole {
      #expect(relativeError(split[name] ?? .nan, value) < 1e-5, "\(name)")
    }
    if let clipped = whole["clip_ratio/region_mean"] ?? whole["cispo_clip_ratio"] {
      #expect(clipped > 0 && clipped < 1)
    }
  }

  /// One of GRPO's relatives.
  private func relative(_ method: String, _ microBatchSize: Int) -> GroupConfiguration {
    var configuration = configuration(microBatchSize)
    if method == "rloo" {
      let optimization = configuration.optimization
      configuration = .rloo
      configuration.optimization = optimization
    } else {
      configuration.klCoefficient = 0.1
    }
    switch method {
    case "dr. grpo":
      configuration.advantages = .groupCentred
      configuration.aggregation = .constantLength
    case "gspo":
      configuration.ratioLevel = .sequenceMean
      configuration.aggregation = .sequenceMean
    case "cispo": configuration.surrogate = .cispo
    case "sapo": configuration.surrogate = .sapo
    case "masked": configuration.masksUnfinished = true
    default: break
    }
    return configuration
  }

  @Test("take the KL of a whole completion, and a missing end, off its score before comparing")
  func advantages() throws {
    let golden: Golden = try golden("ppo")
    var configuration = GroupConfiguration.rloo
    configuration.klCoefficient = 0.5
    configuration.missingEndPenalty = 2
    let policy = try LanguageModel(folder: checkpoint("llama-tied"))
    let reference = try LanguageModel(folder: checkpoint("llama-untied"))
    reference.parameters.freeze()
    let scores = [0.3, 1.5, -0.5, 0.25]
    let rollout = evaluated(
      SampledGroups(golden.episodes, scores), sampled: nil, by: policy, reference, configuration)
    let batch = rollout.batch
    let (new, old) = withoutGradients {
      (
        policy.logProbabilities(of: batch).ofSequences.floats,
        reference.logProbabilities(of: batch).ofSequences.floats
      )
    }
    let rewards = scores.indices.map { row in
      scores[row] - 0.5 * Double(new[row] - old[row]) - (golden.rollout.isEnded[row] ? 0 : 2)
    }
    let found = rollout.advantages.floats, time = batch.tokens.shape2.1
    for row in 0..<4 {
      let due = rewards[row] - rewards[row ^ 1]
      let sequence = golden.episodes[row].sequence
      for place in 0..<time {
        let isToken = (sequence.completionStart..<sequence.tokens.count).contains(place)
        #expect(abs(Double(found[row * time + place]) - (isToken ? due : 0)) < 1e-4)
      }
    }
  }
}

extension SampledGroups {
  /// Completions with scores that have no parts.
  init(_ episodes: [Episode], _ totals: [Double]) {
    self.init(episodes: episodes, scores: Scores(totals: totals), worths: totals, greedy: nil)
  }
}
