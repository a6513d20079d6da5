import Foundation
import Objectives
import Testing
import Torch

@Suite("Advantages over a rollout")
struct RolloutAdvantagesTests {
  private let counts = Tensor(lengths: [3, 1, 4], width: 4)

  @Test("let a token answer for what comes from it on")
  func toGo() {
    let costs = Tensor(rows: [[1.0, 2, 4, .nan], [8, 9, 9, 9], [1, 1, 1, 1]])
    expectClose(
      costsToGo(costs, where: counts), [7, 6, 4, 0, 8, 0, 0, 0, 4, 3, 2, 1], within: 1e-12)
  }

  @Test("scaled over tokens have mean 0 and variance 1, and padding is 0")
  func moments() {
    let found = rolloutNormalizedAdvantages(
      Tensor.sample([3, 4], seed: 1) + 1000, where: counts)
    expectClose(mean(of: found, where: counts), [0], within: 1e-9)
    expectClose(sum(of: found.squared(), where: counts), [7], within: 1e-5)
    expectClose(found.filled(with: 0, unless: counts), found, within: 1e-12)
  }

  // (2, 2, 2, −1, 0, 0, 0, 0): mean 5/8, sum of squared differences 79/8, over 7 degrees.
  @Test("scaled over tokens count a long completion by all its tokens")
  func weights() {
    let rewards = Tensor([2.0, -1, 0]).unsqueezed(1).expanded([3, 4])
    let deviation = (79.0 / 56 + 1e-8).squareRoot()
    let due = [2, 2, 2, nil, -1, nil, nil, nil, 0, 0, 0, 0].map { (value: Double?) in
      value.map { ($0 - 0.625) / deviation } ?? 0
    }
    expectClose(rolloutNormalizedAdvantages(rewards, where: counts), due, within: 1e-9)
  }

  @Test("scaled over tokens are exactly zero where all are equal", arguments: [0.1, 0.7, -1e6 / 3])
  func equal(reward: Double) {
    let all = Tensor(Array(repeating: Float(reward), count: 12)).reshaped([3, 4])
    let found = rolloutNormalizedAdvantages(all, where: counts)
    #expect(found.floats == Array(repeating: 0, count: 12))
    let none = rolloutNormalizedAdvantages(all, where: Tensor.zeros([3, 4], .bool))
    #expect(none.floats == Array(repeating: 0, count: 12))
  }

  @Test("do not change when all rewards move by a constant, nor by what is in the padding")
  func invariance() {
    let values = Tensor.sample([3, 4], seed: 2)
    let found = rolloutNormalizedAdvantages(values, where: counts)
    let moved = (values + 50).filled(with: .nan, unless: counts)
    expectClose(rolloutNormalizedAdvantages(moved, where: counts), found, within: 1e-9)
  }

  @Test("compare each completion with the likeliest one of its prompt")
  func greedy() {
    let found = greedyBaselineAdvantages(
      rewards: Tensor([1.0, 2, 5, 5]), greedyRewards: Tensor([1.5, 5]))
    expectClose(found, [-0.5, 0.5, 0, 0], within: 1e-12)
    let single = greedyBaselineAdvantages(
      rewards: Tensor([1.0, 2]), greedyRewards: Tensor([3.0, 1]))
    expectClose(single, [-2, 1], within: 1e-12)
  }

  @Test("of several rewards are scaled each, weighed, and scaled again")
  func decoupled() {
    let first = Tensor([0.0, 1, 0, 10]), second = Tensor([4.0, 4, 6, 2])
    let found = decoupledGroupAdvantages(
      rewards: [first, second], weights: [1, 0.5], groupSize: 2)
    func scaled(_ half: Double) -> Double { half / ((2 * half * half).squareRoot() + 1e-4) }
    let sums = [-scaled(0.5), scaled(0.5), -scaled(5) + scaled(2) / 2, scaled(5) - scaled(2) / 2]
    let deviation = (sums.reduce(0) { $0 + $1 * $1 } / 3).squareRoot() + 1e-4
    expectClose(found, sums.map { $0 / deviation }, within: 1e-9)
  }

  // What GDPO is for: added up first, (0, 2) and (1, 1) would be the same.
  @Test("of several rewards tell apart what the sum does not")
  func resolution() {
    let first = Tensor([0.0, 1, 0, 0]), second = Tensor([2.0, 1, 0, 0])
    let sum = groupRelativeAdvantages(rewards: first + second, groupSize: 4).array(Double.self)
    #expect(sum[0] == sum[1])
    let apart = decoupledGroupAdvantages(
      rewards: [first, second], weights: [1, 1], groupSize: 4
    ).array(Double.self)
    #expect(abs(apart[0] - apart[1]) > 0.1)
  }

  @Test("of one reward alone are GRPO's, scaled once more")
  func single() {
    let rewards = Tensor.sample([8], seed: 3)
    let once = groupRelativeAdvantages(rewards: rewards, groupSize: 4)
    expectClose(
      decoupledGroupAdvantages(rewards: [rewards], weights: [2], groupSize: 4),
      groupRelativeAdvantages(rewards: 2 * once, groupSize: 8), within: 1e-9)
  }

  @Test("of equal rewards are exactly zero", arguments: [0.1, 0.7])
  func equalParts(reward: Double) {
    let all = Tensor(Array(repeating: Float(reward), count: 14))
    let found = decoupledGroupAdvantages(rewards: [all, all], weights: [1, 0.3], groupSize: 7)
    #expect(found.floats == Array(repeating: 0, count: 14))
  }
}
