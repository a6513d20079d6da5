import Batches
import Foundation
import Generation
import Models
import NeuralNetworks
import Objectives
import Runs
import Scoring
import Testing
import Torch

@testable import Training

@Suite("PPO's settings")
struct PPOSettingsTests {
  init() { threadCount = 1 }

  @Test("lets only the critic learn in the rollouts of its warm-up")
  func criticWarmup() throws {
    var small = SmallPPO()
    small.configuration.criticWarmup = 2
    let start = try SmallPPO.models()
    let notebook = Notebook()
    notebook.interruptedAfter = 2
    let warm = try small.train(notebook)
    #expect(
      largestDifference(warm.policy.parameters.named, start.policy.parameters.named) == 0)
    #expect(largestDifference(warm.critic.parameters.named, start.critic.parameters.named) > 0)
    #expect(notebook.values(of: "policy/update_count") == [0, 0])
    #expect(notebook.values(of: "grad_norm").isEmpty)
    #expect(notebook.values(of: "policy/entropy_avg").count == 2)

    let whole = Notebook()
    _ = try small.train(whole.journal(every: 5))
    let folder = try #require(whole.folders.last)
    for (file, count) in [("optimizer.safetensors", 12), ("critic/optimizer.safetensors", 20)] {
      let state = try SafetensorsFile(folder.appendingPathComponent(file))
      #expect(state.metadata["stepCount"] == "\(count)")
    }
  }

  @Test(
    "clips each side of the ratio by its own range, and caps it where the advantage is negative",
    arguments: [(0, 0), (0.5, 0), (0, 1.3), (0.5, 1.6)] as [(Double, Double)])
  func clips(high: Double, cap: Double) throws {
    var configuration = PPOConfiguration.small
    configuration.clipRangeHigh = high
    configuration.ratioCap = cap
    let models = try SmallPPO.models()
    let made = someEpisodes(
      [[9, 30, 2], [4, 11], [30, 8, 9, 5, 70, 2]], isFinished: [true, true, true])
    let now = models.policy.logProbabilities(of: SequenceBatch(made.map(\.sequence))).values.floats
    let (_, time) = SequenceBatch(made.map(\.sequence)).tokens.shape2
    // Old log probabilities that give the ratios 0.5, 0.9, 1.1, 1.4, 1.8 in turn.
    let ratios = [0.5, 0.9, 1.1, 1.4, 1.8]
    var due: [Double] = []
    var sampled: [[Float]] = []
    for (row, episode) in made.enumerated() {
      let start = episode.sequence.completionStart
      sampled.append(
        episode.sequence.completion.indices.map {
          now[row * time + $0] - Float(log(ratios[($0 - start + row) % 5]))
        })
    }
    let rollout = evaluated(
      made, Judgement([1, -2, 0.5]), sampled: sampled, by: models, klCoefficient: 0, configuration)
    let advantages = rollout.advantages.floats
    for (row, episode) in made.enumerated() {
      let start = episode.sequence.completionStart
      for place in episode.sequence.completion.indices {
        let ratio = ratios[(place - start + row) % 5]
        let advantage = Double(advantages[row * time + place])
        let upper = 1 + (high > 0 ? high : 0.2)
        let objective = min(ratio * advantage, min(max(ratio, 0.8), upper) * advantage)
        due.append(-(advantage < 0 && cap > 0 ? max(objective, cap * advantage) : objective))
      }
    }
    var averages = Averages()
    updatePolicy(models.policy, on: rollout, rows: [0, 1, 2], configuration, &averages)
    let mean = due.reduce(0, +) / Double(due.count)
    #expect(relativeError(averages["loss/policy_avg"], mean) < 1e-5)
    #expect((averages.means["policy/capfrac_avg"] != nil) == (cap > 0))
  }

  @Test("keeps more entropy where that is worth something")
  func entropyBonus() throws {
    func finalEntropy(_ coefficient: Double) throws -> Double {
      var small = SmallPPO(configuration: .eager)
      small.configuration.entropyCoefficient = coefficient
      let notebook = Notebook()
      _ = try small.train(notebook)
      return notebook.values(of: "policy/entropy_avg").last ?? .nan
    }
    let free = try finalEntropy(0), dear = try finalEntropy(0.2)
    #expect(dear > free + 0.1, "\(dear), \(free)")
  }

  @Test("has the gradient of the entropy times its worth where nothing else is to be gained")
  func entropyGradient() throws {
    var configuration = PPOConfiguration.small
    configuration.entropyCoefficient = 0.3
    configuration.whitensAdvantages = false
    let models = try SmallPPO.models()
    let made = someEpisodes([[9, 30, 2], [4, 11]], isFinished: [true, true])
    let rollout = evaluated(
      made, Judgement([1, -2]), sampled: nil, by: models, klCoefficient: 0, configuration)
    var averages = Averages()
    updatePolicy(models.policy, on: rollout, rows: [0, 1], configuration, &averages)
    let found = models.policy.parameters.named.map { $0.tensor.gradient?.copy() }

    // The entropies anew, from all logits; that of a token stands at the place before it.
    let other = try SmallPPO.models().policy
    let (batch, time) = (rollout.batch, rollout.isToken.shape2.1)
    let hidden = other.decoder.hiddenStates(
      of: batch.tokens, at: batch.positions, .causal, cache: nil)
    let all = other.logits(of: hidden).logSoftmax(along: -1)
    let entropies = -(all.exp() * all).sum(along: -1).slice(0..<(time - 1), along: 1)
    let isToken = rollout.isToken.slice(1..<time, along: 1)
    let values = other.logProbabilities(of: batch).values
    let surrogate = -sum(of: values * rollout.advantages, where: rollout.isToken)
    ((surrogate - 0.3 * sum(of: entropies, where: isToken)) / 5).backward()
    for case (let one?, let due) in zip(found, other.parameters.named.map(\.tensor.gradient)) {
      let due = try #require(due)
      #expect((one - due).absolute().max().value < 1e-5)
    }
  }

  @Test("learns no further from a rollout once the policy has moved as far as it may")
  func updateKLLimit() throws {
    var small = SmallPPO()
    small.configuration.optimization.schedule = .constant
    small.configuration.miniBatches = 1
    small.configuration.updateEpochs = 3
    small.configuration.updateKLLimit = 1e-9
    let notebook = Notebook()
    let stopped = try small.train(notebook)
    #expect(notebook.values(of: "policy/update_count") == Array(repeating: 1, count: 6))

    small.configuration.updateKLLimit = 0
    small.configuration.updateEpochs = 1
    let once = try small.train()
    #expect(largestDifference(stopped.policy.parameters.named, once.policy.parameters.named) == 0)
    #expect(largestDifference(stopped.critic.parameters.named, once.critic.parameters.named) == 0)
  }

  @Test("pays normalized and clipped scores, and takes off what length costs")
  func shaping() throws {
    var small = SmallPPO()
    small.configuration.rewardShaping.normalization = .rollout
    let notebook = Notebook()
    _ = try small.train(notebook)
    for paid in notebook.values(of: "objective/paid_scores") { #expect(abs(paid) < 1e-6) }
    small.configuration.rewardShaping.normalization = .none
    small.configuration.rewardShaping.lengthPenalty = 0.1
    let other = Notebook()
    _ = try small.train(other)
    for metrics in other.metrics {
      let score = try #require(metrics["objective/scores"])
      let length = try #require(metrics["completions/mean_length"])
      #expect(relativeError(metrics["objective/paid_scores"] ?? .nan, score - 0.1 * length) < 1e-6)
    }
  }

  @Test("does not whiten advantages when told not to")
  func plainAdvantages() throws {
    var configuration = PPOConfiguration.small
    configuration.whitensAdvantages = false
    let rollout = evaluated(
      someEpisodes([[9, 30, 2], [4, 11]], isFinished: [true, true]), Judgement([1, -2]),
      sampled: nil, by: try SmallPPO.models(), klCoefficient: 0, configuration)
    let due = (rollout.returns - rollout.values).floats
    for (found, due) in zip(rollout.advantages.floats, due) { #expect(abs(found - due) < 1e-6) }
  }

  @Test("refuses what makes no sense or has no effect")
  func validation() throws {
    func refuses(_ change: (inout PPOConfiguration) -> Void) {
      var configuration = PPOConfiguration.small
      change(&configuration)
      #expect(throws: ConfigurationError.self) { try configuration.validate() }
    }
    try PPOConfiguration.small.validate()
    refuses { $0.criticWarmup = -1 }
    refuses { $0.clipRangeHigh = -0.1 }
    refuses { $0.ratioCap = 1.2 }
    refuses { $0.entropyCoefficient = -1 }
    refuses { $0.updateKLLimit = -1 }
    refuses { $0.ptxBatchSize = 4 }
    refuses { $0.referenceDecay = 0.9 }
    refuses { $0.costConstraint.multiplier = 0 }
    refuses { $0.costConstraint.multiplier = 11 }
    refuses { $0.rewardShaping.freeLength = 2 }
  }

  @Test("reports each of several rewards by its name")
  func severalRewards() throws {
    var run = SmallPPO()
    let lowIDs = FunctionReward { share(of: $0) { $0 < 64 } }
    run.reward = WeightedRewards([.init("even", likesEvenIDs), .init("low", weight: 2, lowIDs)])
    let notebook = Notebook()
    _ = try run.train(notebook)
    for metrics in notebook.metrics {
      let even = try #require(metrics["rewards/even/mean"])
      let low = try #require(metrics["rewards/low/mean"])
      let total = try #require(metrics["objective/scores"])
      #expect(abs(even + 2 * low - total) < 1e-6)
      #expect(metrics["rewards/low/std"] != nil)
    }
    #expect(!notebook.metrics.isEmpty)
  }
}
