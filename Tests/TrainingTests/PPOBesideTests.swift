import Batches
import Models
import NeuralNetworks
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

@Suite("What PPO has beside reward and policy")
struct PPOBesideTests {
  init() { threadCount = 1 }

  // Texts that are not to be forgotten.

  @Test("visits every text once per pass, by the number of the update alone")
  func texts() {
    let all = someSequences(7)
    let mix = PretrainingMix(all, seed: 3)
    let passes = (0..<7).flatMap { mix.rows(at: $0, size: 3) }
    for pass in passes.chunked(by: 7) { #expect(Set(pass) == Set(all)) }
    let again = PretrainingMix(all, seed: 3)
    #expect(again.rows(at: 5, size: 3) == Array(passes[15..<18]))
    #expect(mix.rows(at: 0, size: 3) == Array(passes[0..<3]))
  }

  @Test("adds γ times the gradient of the mean cross-entropy, however split", arguments: [0, 1, 3])
  func textGradient(microBatchSize: Int) throws {
    var configuration = PPOConfiguration.small
    configuration.ptxCoefficient = 2
    configuration.optimization.microBatchSize = microBatchSize
    let texts = someSequences(4)
    let mixed = try SmallPPO.models().policy
    var averages = Averages()
    PretrainingMix(texts, seed: 1).accumulateGradient(
      in: mixed, at: 0, episodeCount: 4, configuration, &averages)

    let plain = try SmallPPO.models().policy
    let found = plain.logProbabilities(of: SequenceBatch(texts))
    let loss = crossEntropySum(of: found.values) / Double(found.tokenCount)
    (2 * loss).backward()
    #expect(relativeError(averages["loss/ptx_avg"], loss.value) < 1e-5)
    for (one, other) in zip(mixed.parameters.named, plain.parameters.named) {
      let found = try #require(one.tensor.gradient), due = try #require(other.tensor.gradient)
      #expect((found - due).absolute().max().value < 1e-5)
    }
  }

  @Test("keeps texts likely while it learns from the reward")
  func remembers() throws {
    var small = SmallPPO(configuration: .eager, texts: someSequences(6))
    small.configuration.ptxCoefficient = 1
    let notebook = Notebook()
    _ = try small.train(notebook)
    let losses = notebook.values(of: "loss/ptx_avg")
    #expect((losses.last ?? .nan) < losses[0] - 0.5)
    let scores = notebook.values(of: "objective/scores")
    #expect((scores.last ?? 0) > scores[0] + 0.1)
  }

  // A reference that moves.

  @Test("leaves the reference alone unless told")
  func stillReference() throws {
    let result = try SmallPPO().train()
    let start = try SmallPPO.models().reference
    #expect(largestDifference(result.reference.parameters.named, start.parameters.named) == 0)
  }

  @Test("sets the reference anew after every so many rollouts")
  func reset() throws {
    var small = SmallPPO()
    small.configuration.referenceUpdateEvery = 3
    let result = try small.train()
    #expect(
      largestDifference(result.reference.parameters.named, result.policy.parameters.named) == 0,
      "6 is a multiple of 3")
    let notebook = Notebook()
    _ = try small.train(notebook)
    let kl = notebook.values(of: "objective/kl")
    #expect(abs(kl[3]) < 1e-4, "the policy is its own reference in the 4th rollout")
    #expect(abs(kl[2]) > 1e-3)
  }

  @Test("moves the reference a share of the way to the policy")
  func average() throws {
    var small = SmallPPO()
    small.configuration.optimization.maximumSteps = 1
    small.configuration.referenceUpdateEvery = 1
    small.configuration.referenceDecay = 0.75
    let start = try SmallPPO.models().reference.parameters.named
    let result = try small.train()
    let due = withoutGradients {
      zip(start, result.policy.parameters.named).map { old, new in
        (name: old.name, tensor: 0.75 * old.tensor + 0.25 * new.tensor)
      }
    }
    #expect(largestDifference(result.reference.parameters.named, due) < 1e-6)
    #expect(largestDifference(result.reference.parameters.named, start) > 1e-5)
  }

  @Test("refuses a moving reference that is made otherwise than the policy")
  func unlikeReference() throws {
    var configuration = PPOConfiguration.small
    configuration.referenceUpdateEvery = 1
    let models = try SmallPPO.models()
    let other = try LanguageModel(folder: checkpoint("llama-tied"))
    #expect(throws: TrainingError.unlikeReference) {
      try trainPPO(
        models.policy, from: other, critic: models.critic, rewardedBy: likesEvenIDs,
        on: somePrompts(4), try byteTokenizer(), configuration, seed: 1)
    }
  }

  // Cost.

  /// A cost that the reward pulls up: half of what it likes is harmful.
  private let harm = FunctionReward { share(of: $0) { $0 % 4 == 0 } }

  @Test("raises the price of cost while the mean is above the limit, and lowers it below")
  func multiplier() throws {
    var small = SmallPPO(cost: FunctionReward { _ in 2 })
    small.configuration.costConstraint.limit = 1
    small.configuration.costConstraint.rate = 0.1
    func prices() throws -> [Double] {
      let notebook = Notebook()
      _ = try small.train(notebook)
      #expect(notebook.values(of: "objective/costs") == Array(repeating: 2, count: 6))
      return notebook.values(of: "objective/cost_multiplier")
    }
    let rising = try prices()
    #expect(rising[0] == 1)
    #expect(zip(rising, rising.dropFirst()).allSatisfy(<))
    small.configuration.costConstraint.limit = 3
    let falling = try prices()
    #expect(zip(falling, falling.dropFirst()).allSatisfy(>))
  }

  @Test("pays (score − λ·cost) / (1 + λ), and reports the score as it was")
  func weighedScores() throws {
    let notebook = Notebook()
    _ = try SmallPPO(cost: harm).train(notebook)
    for metrics in notebook.metrics {
      let score = try #require(metrics["objective/scores"])
      let cost = try #require(metrics["objective/costs"])
      let price = try #require(metrics["objective/cost_multiplier"])
      let paid = try #require(metrics["objective/paid_scores"])
      #expect(relativeError(paid, (score - price * cost) / (1 + price)) < 1e-5)
    }
  }

  @Test("holds the cost down where the reward alone would raise it")
  func constraint() throws {
    // What is harmful is liked best, and half of what is liked a little less is not.
    let reward = FunctionReward {
      share(of: $0) { $0 % 4 == 0 } + 0.6 * share(of: $0) { $0 % 4 == 2 }
    }
    func last(limit: Double, rate: Double) throws -> (score: Double, cost: Double) {
      var small = SmallPPO(configuration: .eager, reward: reward, cost: harm)
      small.configuration.optimization.epochs = 30
      small.configuration.costConstraint.limit = limit
      small.configuration.costConstraint.multiplier = rate
      small.configuration.costConstraint.rate = rate
      let notebook = Notebook()
      _ = try small.train(notebook)
      func mean(_ name: String) -> Double {
        notebook.values(of: name).suffix(5).reduce(0, +) / 5
      }
      return (mean("objective/scores"), mean("objective/costs"))
    }
    let free = try last(limit: 1, rate: 1e-6), held = try last(limit: 0.1, rate: 1)
    // A quarter of random ids is harmful, and a quarter is liked and harmless.
    #expect(free.cost > 0.3, "\(free)")
    #expect(held.cost < 0.2, "\(held)")
    #expect(held.score - held.cost > 0.18, "what is liked and harmless is learned: \(held)")
  }
}
