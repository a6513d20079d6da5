import Batches
import Datasets
import Foundation
import Models
import NeuralNetworks
import Scoring
import Testing
import Torch

@testable import Training

@Suite("PPO on a given rollout")
struct PPOGoldenTests {
  init() { threadCount = 1 }

  private struct Golden: Decodable {
    struct Rollout: Decodable {
      let queries: [[Int]]
      let responses: [[Int]]
      let isEnded: [Bool]
      let scores: [Double]
      let logProbabilities: [[Double]]
      let values: [[Double]]
      let kl: [[Double]]
      let rewards: [[Double]]
      let returns: [[Double]]
      let advantages: [[Double]]
    }
    struct Update: Decodable {
      let rows: [Int]
      let policyLoss: Double
      let valueLoss: Double
      let policyClipFraction: Double
      let gradientNorms: [Double]
    }
    let rollout: Rollout
    let separatelyClippedUpdates: [Update]
  }

  private func models() throws -> ActorsAndCritics {
    let reference = try LanguageModel(folder: checkpoint("llama-untied"))
    reference.parameters.freeze()
    return ActorsAndCritics(
      policy: try LanguageModel(folder: checkpoint("llama-tied")), reference: reference,
      critic: try ScalarModel(folder: checkpoint("llama-reward")))
  }

  private func episodes(_ rollout: Golden.Rollout) -> [Episode] {
    rollout.queries.indices.map { row in
      Episode(
        prompt: Prompt(.text("")), completion: "",
        sequence: TokenizedSequence(
          tokens: rollout.queries[row] + rollout.responses[row],
          completionStart: rollout.queries[row].count),
        isFinished: rollout.isEnded[row])
    }
  }

  private var configuration: PPOConfiguration {
    var configuration = PPOConfiguration()
    configuration.optimization = .golden(learningRate: 2e-4, batchSize: 4)
    configuration.criticLearningRate = 2e-4
    return configuration
  }

  /// Compares what stands at each completion's tokens with the golden row; the rest must be zero.
  private func expect(_ found: Tensor, _ due: [[Double]], _ rollout: Golden.Rollout, _ name: String)
  {
    let (rows, time) = found.shape2
    let values = found.floats
    for row in 0..<rows {
      let start = rollout.queries[row].count
      for place in 0..<time {
        let index = place - start
        let isToken = rollout.responses[row].indices.contains(index)
        let value = isToken ? due[row][index] : 0
        #expect(
          relativeError(Double(values[row * time + place]), value) < 1e-5,
          "\(name) of row \(row) at \(place)")
      }
    }
  }

  @Test("finds PyTorch's KL, rewards, returns and advantages", arguments: [0, 1, 3])
  func arrays(microBatchSize: Int) throws {
    let golden: Golden = try golden("ppo")
    var configuration = configuration
    configuration.optimization.microBatchSize = microBatchSize
    let rollout = evaluated(
      episodes(golden.rollout), Judgement(golden.rollout.scores), sampled: nil, by: try models(),
      klCoefficient: configuration.klCoefficient, configuration)
    expect(rollout.logProbabilities, golden.rollout.logProbabilities, golden.rollout, "log π")
    expect(rollout.values, golden.rollout.values, golden.rollout, "V")
    expect(rollout.kl, golden.rollout.kl, golden.rollout, "KL")
    expect(rollout.rewards, golden.rollout.rewards, golden.rollout, "rewards")
    expect(rollout.returns, golden.rollout.returns, golden.rollout, "returns")
    expect(rollout.advantages, golden.rollout.advantages, golden.rollout, "advantages")
  }

  @Test("follows PyTorch's losses over four updates, however split", arguments: [0, 1])
  func updates(microBatchSize: Int) throws {
    let golden: Golden = try golden("ppo")
    var configuration = configuration
    configuration.optimization.microBatchSize = microBatchSize
    let models = try models()
    let rollout = evaluated(
      episodes(golden.rollout), Judgement(golden.rollout.scores), sampled: nil, by: models,
      klCoefficient: configuration.klCoefficient, configuration)
    let optimizers = PolicyAndCriticOptimizers(models, configuration, stepCount: 4)
    for (index, due) in golden.separatelyClippedUpdates.enumerated() {
      var averages = Averages()
      let context = StepContext(step: 1, rows: [], checkpoint: nil)
      updatePolicy(models.policy, on: rollout, rows: due.rows, configuration, &averages)
      let norm = try optimizers.policy.step(at: index, context)
      updateCritic(models.critic, on: rollout, rows: due.rows, configuration, &averages)
      let criticNorm = try optimizers.critic.step(at: index, context)
      let found = averages.means
      #expect(relativeError(found["loss/policy_avg"] ?? .nan, due.policyLoss) < 2e-5)
      #expect(relativeError(found["loss/value_avg"] ?? .nan, due.valueLoss) < 2e-5)
      #expect(relativeError(norm, due.gradientNorms[0]) < 1e-4)
      #expect(relativeError(criticNorm, due.gradientNorms[1]) < 1e-4)
    }
  }
}
