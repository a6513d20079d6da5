import Batches
import Datasets
import Foundation
import Generation
import Objectives
import Scoring
import Testing
import Torch

@testable import Training

/// Advantages held to those of TRL's and verl's own code: `Scripts/fixtures/advantages.py`.
@Suite("Advantages of groups and rollouts")
struct GroupAdvantageGoldenTests {
  private struct Golden: Decodable {
    struct SeveralRewards: Decodable {
      let parts: [[Double?]]
      let weights: [Double]
      let groupSize: Int
      let advantages: [Float]
      let means: [Double]
      let deviations: [Double]
    }
    struct Tokens: Decodable {
      let lengths: [Int]
      let scores: [Double]
      let costs: [[Double]]
      let greedyScores: [Double]
      let groupSize: Int
      let rolloutScaled: [[Float]]
      let centredRolloutScaled: [[Float]]
      let greedyBaseline: [[Float]]
    }
    let groupScaled: [SeveralRewards]
    let batchScaled: [SeveralRewards]
    let groupScaledEach: [SeveralRewards]
    let tokens: [Tokens]
  }

  private func golden() throws -> Golden {
    let file = fixtures.appendingPathComponent("Objectives/group-advantages.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
  }

  private func episodes(_ lengths: [Int]) -> [Episode] {
    lengths.map { length in
      Episode(
        prompt: Prompt(.text("")), completion: "",
        sequence: TokenizedSequence(
          tokens: Array(repeating: 5, count: 1 + length), completionStart: 1),
        isFinished: true)
    }
  }

  /// A reward that says of each episode what is written in a list, and nothing where that is nil.
  private struct ListedReward: Reward {
    let values: [Double?]
    func scores(of episodes: [Episode]) -> [Double] { values.compactMap(\.self) }
    func opinions(of episodes: [Episode]) -> [Double?] { values }
  }

  @Test(
    "of several rewards are TRL's, also where one says nothing of a completion",
    arguments: [AdvantageEstimator.groupScaled, .batchScaled, .groupScaledEach])
  func severalRewards(estimator: AdvantageEstimator) throws {
    let golden = try golden()
    let cases =
      switch estimator {
      case .groupScaled: golden.groupScaled
      case .batchScaled: golden.batchScaled
      default: golden.groupScaledEach
      }
    for due in cases {
      let names = due.parts.indices.map { "part \($0)" }
      let reward = WeightedRewards(
        zip(names, zip(due.weights, due.parts)).map { name, part in
          .init(name, weight: part.0, ListedReward(values: part.1))
        })
      let scores = try reward.detailedScores(of: episodes(Array(repeating: 1, count: 8)))
      let found = estimator.differences(
        of: Tensor(scores.totals.map(Float.init)), scores.parts, greedyRewards: nil,
        groupSize: due.groupSize
      ).floats
      for (found, due) in zip(found, due.advantages) { #expect(abs(found - due) < 1e-5) }
      #expect(Set(found).count > 4)
      // TRL takes its deviation in single precision.
      for (index, name) in names.enumerated() {
        #expect(abs((scores.metrics["rewards/\(name)/mean"] ?? .nan) - due.means[index]) < 1e-9)
        #expect(abs((scores.metrics["rewards/\(name)/std"] ?? .nan) - due.deviations[index]) < 1e-6)
      }
    }
  }

  @Test(
    "over a rollout's tokens are verl's, with KL paid for",
    arguments: [
      AdvantageEstimator.rolloutScaled, .centredRolloutScaled, .greedyBaseline,
    ])
  func tokens(estimator: AdvantageEstimator) throws {
    for given in try golden().tokens {
      let due =
        switch estimator {
        case .rolloutScaled: given.rolloutScaled
        case .centredRolloutScaled: given.centredRolloutScaled
        default: given.greedyBaseline
        }
      var configuration = GroupConfiguration.grpo
      configuration.completionsPerPrompt = given.groupSize
      configuration.advantages = estimator
      configuration.klCoefficient = 1
      configuration.klEstimator = .k1
      // verl takes the mean of a group over rewards that KL was taken off.
      configuration.klPlacement = estimator == .centredRolloutScaled ? .reward : .token
      let episodes = episodes(given.lengths)
      let batch = SequenceBatch(episodes.map(\.sequence))
      let costs = given.costs.map { [0] + $0.map(Float.init) }
      let logProbabilities = Tensor(costs.flatMap(\.self), shape: [costs.count, costs[0].count])
      let greedy = given.greedyScores
      let found = configuration.advantages(
        of: SampledGroups(
          episodes: episodes, scores: Scores(totals: given.scores), worths: given.scores,
          greedy: (Array(episodes.prefix(greedy.count)), greedy, greedy)),
        logProbabilities: logProbabilities,
        referenceLogProbabilities: Tensor.zeros(logProbabilities.shape), in: batch
      ).floats
      let all: [Float] = due.flatMap { row in [Float(0)] + row }
      #expect(found.count == all.count)
      for (found, due) in zip(found, all) { #expect(abs(found - due) < 1e-5) }
    }
  }
}
