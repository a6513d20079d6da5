import Foundation
import Objectives
import Testing
import Torch

private struct BradleyTerry: Decodable {
  struct Case: Decodable {
    let usesMargins: Bool
    let centringCoefficient: Double
    let losses: [Double]
    let centringPenalties: [Double]
    let loss: Double
  }
  struct Ranking: Decodable {
    let scores: [Double]
    let pairs: [[Int]]
    let pairLosses: [Double]
  }
  let chosen: [Double]
  let rejected: [Double]
  let margins: [Double]
  let accuracy: Double
  let cases: [Case]
  let rankings: [Ranking]
  let rankingLoss: Double
}

@Suite struct BradleyTerryTests {
  @Test("equals the golden losses, with and without margins and centring", arguments: 0..<4)
  func goldenPairs(index: Int) throws {
    let golden = try golden("bradley-terry", as: BradleyTerry.self)
    let due = golden.cases[index]
    let chosen = Tensor(golden.chosen), rejected = Tensor(golden.rejected)
    let losses = pairwisePreferenceLoss(
      chosenRewards: chosen, rejectedRewards: rejected,
      margins: due.usesMargins ? Tensor(golden.margins) : nil)
    expectClose(losses, due.losses, within: 1e-12)
    let penalties =
      due.centringCoefficient
      * centeringPenalty(chosenRewards: chosen, rejectedRewards: rejected)
    expectClose(penalties, due.centringPenalties, within: 1e-12)
    expectClose(losses.mean() + penalties.mean(), [due.loss], within: 1e-12)
    let isCorrect = isRankedCorrectly(chosenRewards: chosen, rejectedRewards: rejected)
    expectClose(isCorrect.to(.float64).mean(), [golden.accuracy], within: 1e-12)
  }

  @Test("gives every ranking the same weight, however many pairs it has")
  func goldenRankings() throws {
    let golden = try golden("bradley-terry", as: BradleyTerry.self)
    var winners: [Int] = [], losers: [Int] = [], weights: [Double] = [], start = 0
    for ranking in golden.rankings {
      winners += ranking.pairs.map { $0[0] + start }
      losers += ranking.pairs.map { $0[1] + start }
      weights += ranking.pairs.map { _ in 1 / Double(ranking.pairs.count) }
      start += ranking.scores.count
    }
    let losses = bradleyTerryLoss(
      rewards: Tensor(golden.rankings.flatMap(\.scores)),
      pairs: (Tensor(winners), Tensor(losers)), weights: Tensor(weights))
    let due = zip(golden.rankings.flatMap(\.pairLosses), weights).map { $0 * $1 }
    expectClose(losses, due, within: 1e-12)
    // One ranking has only ties, hence no pair: three count.
    expectClose(losses.sum() / 3, [golden.rankingLoss], within: 1e-12)
  }

  @Test("is log 2 with no pair right where all rewards are equal", arguments: [0.0, 3])
  func equal(reward: Double) {
    let rewards = Tensor([reward, reward])
    let losses = pairwisePreferenceLoss(chosenRewards: rewards, rejectedRewards: rewards)
    expectClose(losses, [log(2), log(2)], within: 1e-12)
    let isCorrect = isRankedCorrectly(chosenRewards: rewards, rejectedRewards: rewards)
    #expect(isCorrect.array(Bool.self) == [false, false])
  }

  @Test("does not see a constant added to all rewards; only centring does")
  func constant() {
    let chosen = Tensor.sample([5], seed: 1), rejected = Tensor.sample([5], seed: 2)
    let loss = pairwisePreferenceLoss(chosenRewards: chosen, rejectedRewards: rejected)
    let moved = pairwisePreferenceLoss(chosenRewards: chosen + 7, rejectedRewards: rejected + 7)
    expectClose(moved, loss, within: 1e-12)
    let penalty = centeringPenalty(chosenRewards: chosen + 7, rejectedRewards: rejected + 7)
    expectClose(penalty, (chosen + rejected + 14).squared(), within: 1e-12)
  }

  @Test("takes a margin as that much less of a difference")
  func margin() {
    let chosen = Tensor.sample([5], seed: 3), rejected = Tensor.sample([5], seed: 4)
    let margins = Tensor.sample([5], seed: 5).absolute()
    let with = pairwisePreferenceLoss(
      chosenRewards: chosen, rejectedRewards: rejected, margins: margins)
    let without = pairwisePreferenceLoss(
      chosenRewards: chosen - margins, rejectedRewards: rejected)
    expectClose(with, without, within: 1e-12)
  }

  @Test("stays finite where a reward is far off")
  func extreme() {
    let chosen = Tensor([-500.0, 500]).asLeaf
    let losses = pairwisePreferenceLoss(
      chosenRewards: chosen, rejectedRewards: Tensor([500.0, -500]))
    losses.sum().backward()
    expectClose(losses, [1000, 0], within: 1e-9)
    expectClose(chosen.gradient ?? .zeros([2]), [-1, 0], within: 1e-9)
  }

  @Test("has the gradients of finite differences")
  func gradients() {
    expectTrueGradients(at: [.sample([4], seed: 6), .sample([4], seed: 7)]) {
      let losses = pairwisePreferenceLoss(
        chosenRewards: $0[0], rejectedRewards: $0[1], margins: Tensor([0.0, 1, 0.5, 2]))
      let penalty = centeringPenalty(chosenRewards: $0[0], rejectedRewards: $0[1])
      return losses.mean() + 0.01 * penalty.mean()
    }
    expectTrueGradients(at: [.sample([4], seed: 8)]) {
      bradleyTerryLoss(
        rewards: $0[0], pairs: (Tensor([0, 0, 3]), Tensor([1, 2, 0])),
        weights: Tensor([0.5, 0.5, 1.0])
      ).sum()
    }
  }
}
