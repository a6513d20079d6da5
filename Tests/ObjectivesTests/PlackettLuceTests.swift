import Foundation
import Objectives
import Testing
import Torch

@Suite("The Plackett–Luce loss")
struct PlackettLuceTests {
  /// The loss of a ranking of all completions, best first: its choices, each with weight 1.
  private func losses(_ rewards: Tensor, order: [Int]) -> Tensor {
    let choices = order.dropLast().indices
    let isLeft = choices.map { place in
      (0..<order.count).map { order[place...].contains($0) }
    }
    return plackettLuceLoss(
      rewards: rewards, chosen: Tensor(choices.map { order[$0] }), isLeft: Tensor(rows: isLeft),
      weights: .ones([choices.count], .float64))
  }

  @Test("is minus the log of the product of choices, written out")
  func formula() {
    let r = [0.3, -1.1, 2.0]
    let e = r.map { exp($0) }
    let due = [-log(e[2] / (e[0] + e[1] + e[2])), -log(e[0] / (e[0] + e[1]))]
    expectClose(losses(Tensor(r), order: [2, 0, 1]), due, within: 1e-12)
  }

  @Test("gives all orders probabilities that add up to one")
  func total() {
    let rewards = Tensor([0.3, -1.1, 2.0, 0.9])
    var orders: [[Int]] = [[]]
    for _ in 0..<4 {
      orders = orders.flatMap { o in (0..<4).filter { !o.contains($0) }.map { o + [$0] } }
    }
    #expect(orders.count == 24)
    let sum = orders.reduce(0.0) { $0 + exp(-losses(rewards, order: $1).sum().value) }
    #expect(abs(sum - 1) < 1e-12)
  }

  @Test("of two is that of Bradley and Terry")
  func two() {
    let rewards = Tensor([1.4, -0.3])
    let due = pairwisePreferenceLoss(
      chosenRewards: Tensor([-0.3]), rejectedRewards: Tensor([1.4]))
    expectClose(losses(rewards, order: [1, 0]), due, within: 1e-12)
  }

  @Test("does not change when all rewards move, even far")
  func shift() {
    let rewards = Tensor([0.3, -1.1, 2.0])
    expectClose(
      losses(rewards + 5000, order: [0, 1, 2]), losses(rewards, order: [0, 1, 2]), within: 1e-9)
  }

  @Test("of a tie is least where rewards are equal")
  func tie() {
    func loss(_ rewards: Tensor) -> Tensor {
      plackettLuceLoss(
        rewards: rewards, chosen: Tensor([0, 1]),
        isLeft: Tensor(rows: [[true, true], [true, true]]),
        weights: Tensor([0.5, 0.5]))
    }
    let equal = Tensor([0.7, 0.7]).asLeaf
    loss(equal).sum().backward()
    expectClose(equal.gradient ?? .ones([2]), [0, 0], within: 1e-12)
    #expect(loss(Tensor([0.7, 0.9])).sum().value > loss(equal).sum().value)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [Tensor([0.3, -1.1, 2.0, 0.9])]) {
      losses($0[0], order: [3, 0, 2, 1]).sum()
    }
  }
}
