import Objectives
import Testing
import Torch

@Suite struct TokenRewardsTests {
  let kl = Tensor(rows: [[0.1, 0.2, -0.1, 7], [0.3, 0.1, 0.2, 0.4]])
  let isCompletion = Tensor(rows: [[true, true, true, false], [true, true, true, true]])
  let lastIndex = Tensor([2, 3])
  let scores = Tensor([1.0, -0.5])

  @Test(
    "pays the score at the last token, or after it where there is room",
    arguments: [
      (.lastToken, [-0.01, -0.02, 1.01, 0, -0.03, -0.01, -0.02, -0.54]),
      (.afterLastToken, [-0.01, -0.02, 0.01, 1, -0.03, -0.01, -0.02, -0.54]),
    ] as [(RewardPlacement, [Double])])
  func placement(_ placement: RewardPlacement, due: [Double]) {
    let rewards = tokenRewards(
      scores: scores, kl: kl, klCoefficient: 0.1, lastIndex: lastIndex, placement: placement,
      isCompletion: isCompletion)
    expectClose(rewards, due, within: 1e-12)
  }

  @Test(
    "adds up to score − β·KL of the whole completion", arguments: RewardPlacement.allCases)
  func total(placement: RewardPlacement) {
    let rewards = tokenRewards(
      scores: scores, kl: kl, klCoefficient: 0.3, lastIndex: lastIndex, placement: placement,
      isCompletion: isCompletion)
    expectClose(
      rewards.sum(along: 1), scores - 0.3 * rowSums(of: kl, where: isCompletion), within: 1e-12)
  }

  @Test("does not look at the KL past the end")
  func padding() {
    let other = tokenRewards(
      scores: scores, kl: kl.filled(with: .nan, unless: isCompletion), klCoefficient: 0.1,
      lastIndex: lastIndex, isCompletion: isCompletion)
    expectClose(other.select(0, along: 0), [-0.01, -0.02, 1.01, 0], within: 1e-12)
  }

  @Test("gives the critic a value where the score is paid")
  func values() {
    let same = RewardPlacement.lastToken.hasValue(where: isCompletion, lastIndex: lastIndex)
    #expect(same.array(Bool.self) == isCompletion.array(Bool.self))
    let one = RewardPlacement.afterLastToken.hasValue(
      where: Tensor(rows: [[true, false, false]]), lastIndex: Tensor([0]))
    #expect(one.array(Bool.self) == [true, true, false])
  }

  @Test("takes the penalty off what did not finish")
  func penalty() {
    let found = penalizedScores(
      Tensor([1.0, 2]), isFinished: Tensor([true, false]), penalty: 1.5)
    expectClose(found, [1, 0.5], within: 1e-12)
  }
}
