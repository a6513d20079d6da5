import Objectives
import Testing
import Torch

/// The recursion of the paper, number by number.
private func slowAdvantages(
  _ rewards: [Double], _ values: [Double], _ discount: Double, _ lambda: Double
) -> [Double] {
  var advantages = Array(repeating: 0.0, count: rewards.count), next = 0.0, nextValue = 0.0
  for place in rewards.indices.reversed() {
    next = rewards[place] + discount * nextValue - values[place] + discount * lambda * next
    nextValue = values[place]
    advantages[place] = next
  }
  return advantages
}

@Suite struct GeneralizedAdvantagesTests {
  let rewards = Tensor.sample([4, 6], seed: 1)
  let values = Tensor.sample([4, 6], seed: 2)
  let lengths = [6, 1, 3, 5]

  var counts: Tensor { Tensor(rows: lengths.map { length in (0..<6).map { $0 < length } }) }

  @Test(
    "equals the recursion done by hand on each row",
    arguments: [(1, 0.95), (0.9, 0.8), (1, 1), (1, 0), (0, 0.5)])
  func slow(discount: Double, lambda: Double) {
    let found = generalizedAdvantages(
      rewards: rewards, values: values, counts: counts, discount: discount, lambda: lambda)
    for (row, length) in lengths.enumerated() {
      let rewards: [Double] = rewards.select(row, along: 0).slice(0..<length, along: 0).array()
      let values: [Double] = values.select(row, along: 0).slice(0..<length, along: 0).array()
      let due = slowAdvantages(rewards, values, discount, lambda)
      let zeros = Array(repeating: 0.0, count: 6 - length)
      expectClose(found.advantages.select(row, along: 0), due + zeros, within: 1e-12)
      let returns = zip(due, values).map { $0 + $1 }
      expectClose(found.returns.select(row, along: 0), returns + zeros, within: 1e-12)
    }
  }

  @Test("with λ = 1 gives the discounted rewards to come as returns", arguments: [1, 0.9])
  func monteCarlo(discount: Double) {
    let all = Tensor.ones([1, 3], .bool)
    let found = generalizedAdvantages(
      rewards: Tensor(rows: [[1.0, 2, 4]]), values: Tensor(rows: [[5.0, -3, 8]]), counts: all,
      discount: discount, lambda: 1)
    let due = [1 + discount * (2 + discount * 4), 2 + discount * 4, 4]
    expectClose(found.returns, due, within: 1e-12)
  }

  @Test("with λ = 0 gives the error of one step")
  func oneStep() {
    let found = generalizedAdvantages(
      rewards: Tensor(rows: [[1.0, 2, 4]]), values: Tensor(rows: [[5.0, -3, 8]]),
      counts: .ones([1, 3], .bool), discount: 0.5, lambda: 0)
    expectClose(found.advantages, [1 - 1.5 - 5, 2 + 4 + 3, 4 - 8], within: 1e-12)
  }

  @Test("does not look past the end of a row")
  func end() {
    let found = generalizedAdvantages(
      rewards: rewards, values: values, counts: counts, discount: 0.9, lambda: 0.8)
    let other = generalizedAdvantages(
      rewards: rewards.filled(with: .nan, unless: counts),
      values: values.filled(with: 1e9, unless: counts), counts: counts, discount: 0.9, lambda: 0.8)
    expectClose(other.advantages, found.advantages, within: 1e-12)
    expectClose(other.returns, found.returns, within: 1e-12)
  }

  @Test("steps over places that do not count, in the middle and at the start")
  func gaps() {
    let found = generalizedAdvantages(
      rewards: Tensor(rows: [[99.0, 1, 99, 2, 4, 99]]),
      values: Tensor(rows: [[99.0, 5, 99, -3, 8, 99]]),
      counts: Tensor(rows: [[false, true, false, true, true, false]]), discount: 0.9, lambda: 0.8)
    let due = slowAdvantages([1, 2, 4], [5, -3, 8], 0.9, 0.8)
    expectClose(found.advantages, [0, due[0], 0, due[1], due[2], 0], within: 1e-12)
  }
}
