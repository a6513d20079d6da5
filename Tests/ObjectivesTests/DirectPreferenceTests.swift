import Foundation
import Objectives
import Testing
import Torch

private struct DirectPreferences: Decodable {
  struct Case: Decodable {
    let beta: Double
    let flipProbability: Double
    let losses: [Double]
    let chosenGradient: [Double]
    let chosenRewards: [Double]
    let rejectedRewards: [Double]
    let accuracy: Double
  }
  struct Group: Decodable {
    let name: String
    let policyChosen: [Double]
    let policyRejected: [Double]
    let referenceChosen: [Double]
    let referenceRejected: [Double]
    let cases: [Case]
  }
  let groups: [Group]
}

private func pair(_ chosen: [Double], _ rejected: [Double]) -> PairLogProbabilities {
  PairLogProbabilities(chosen: Tensor(chosen), rejected: Tensor(rejected))
}

/// The loss of plain DPO, and of cDPO.
private func directPreferenceLoss(
  policy: PairLogProbabilities, reference: PairLogProbabilities, beta: Double,
  flipProbability: Double = 0
) -> Tensor {
  PreferenceLoss.sigmoid.losses(
    of: pairs(policy, reference),
    PreferenceLossSettings(beta: beta, flipProbability: flipProbability))
}

private func implicitRewards(
  policy: PairLogProbabilities, reference: PairLogProbabilities, beta: Double
) -> (chosen: Tensor, rejected: Tensor) { pairs(policy, reference).rewards(beta: beta) }

/// Pairs of one token each: this loss does not see lengths.
private func pairs(
  _ policy: PairLogProbabilities, _ reference: PairLogProbabilities
) -> PreferencePairs {
  let ones = Tensor.ones(policy.chosen.shape)
  return PreferencePairs(policy: policy, reference: reference, lengths: (ones, ones))
}

@Suite struct DirectPreferenceTests {
  @Test("equals the golden losses, gradients and rewards")
  func goldenCases() throws {
    for group in try golden("direct-preference", as: DirectPreferences.self).groups {
      let reference = pair(group.referenceChosen, group.referenceRejected)
      for due in group.cases {
        let chosen = Tensor(group.policyChosen).asLeaf,
          rejected = Tensor(group.policyRejected).asLeaf
        let policy = PairLogProbabilities(chosen: chosen, rejected: rejected)
        let losses = directPreferenceLoss(
          policy: policy, reference: reference, beta: due.beta,
          flipProbability: due.flipProbability)
        expectClose(losses, due.losses, within: 1e-12)
        losses.sum().backward()
        expectClose(chosen.gradient ?? .zeros([1]), due.chosenGradient, within: 1e-12)
        expectClose(rejected.gradient ?? .zeros([1]), due.chosenGradient.map(-), within: 1e-12)
        let rewards = implicitRewards(policy: policy, reference: reference, beta: due.beta)
        expectClose(rewards.chosen, due.chosenRewards, within: 1e-12)
        expectClose(rewards.rejected, due.rejectedRewards, within: 1e-12)
        let isCorrect = isRankedCorrectly(
          chosenRewards: rewards.chosen, rejectedRewards: rewards.rejected)
        expectClose(isCorrect.to(.float64).mean(), [due.accuracy], within: 1e-12)
      }
    }
  }

  @Test(
    "equals TRL's published numbers",
    arguments: [(0.1, 0.0, 0.649159), (0.5, 0, 0.493249), (0.1, 0.1, 0.658159)])
  func published(beta: Double, flipProbability: Double, due: Double) {
    let losses = directPreferenceLoss(
      policy: pair([-1 - 0.5 - 2, -0.3 - 1.2], [-0.7 - 2.5, -1.5 - 0.2 - 0.9 - 3]),
      reference: pair([-1.2 - 0.9 - 1.6, -0.6 - 1], [-0.5 - 2, -1.1 - 0.8 - 0.7 - 2.2]),
      beta: beta, flipProbability: flipProbability)
    expectClose(losses.mean(), [due], within: 1e-6)
  }

  @Test("equals log 2 with slope β/2 where policy and reference agree", arguments: [0.01, 0.1, 2])
  func agreement(beta: Double) {
    let chosen = Tensor([-3.0, -40]).asLeaf, rejected = Tensor([-5.0, -1]).asLeaf
    let reference = pair([-3, -40], [-5, -1])
    let policy = PairLogProbabilities(chosen: chosen, rejected: rejected)
    let losses = directPreferenceLoss(policy: policy, reference: reference, beta: beta)
    expectClose(losses, [log(2), log(2)], within: 1e-12)
    losses.mean().backward()
    expectClose(chosen.gradient ?? .zeros([2]), [-beta / 4, -beta / 4], within: 1e-12)
    expectClose(rejected.gradient ?? .zeros([2]), [beta / 4, beta / 4], within: 1e-12)
    let rewards = implicitRewards(policy: policy, reference: reference, beta: beta)
    expectClose(rewards.chosen, [0, 0], within: 1e-12)
    let isCorrect = isRankedCorrectly(
      chosenRewards: rewards.chosen, rejectedRewards: rewards.rejected)
    #expect(isCorrect.array(Bool.self) == [false, false])
  }

  @Test("does not see what a prompt adds to all four log probabilities")
  func promptConstant() {
    let policy = pair([-3, -8], [-5, -2]), reference = pair([-4, -7], [-3, -3])
    let moved = directPreferenceLoss(
      policy: PairLogProbabilities(chosen: policy.chosen - 9, rejected: policy.rejected - 9),
      reference: PairLogProbabilities(
        chosen: reference.chosen - 9, rejected: reference.rejected - 9), beta: 0.3)
    expectClose(
      moved, directPreferenceLoss(policy: policy, reference: reference, beta: 0.3), within: 1e-12)
  }

  @Test("with a flip probability is the mean of both labels' losses")
  func flipped() {
    let policy = pair([-3, -8], [-5, -2]), reference = pair([-4, -7], [-3, -3])
    let swapped = directPreferenceLoss(
      policy: PairLogProbabilities(chosen: policy.rejected, rejected: policy.chosen),
      reference: PairLogProbabilities(chosen: reference.rejected, rejected: reference.chosen),
      beta: 0.3)
    let plain = directPreferenceLoss(policy: policy, reference: reference, beta: 0.3)
    let smoothed = directPreferenceLoss(
      policy: policy, reference: reference, beta: 0.3, flipProbability: 0.2)
    expectClose(smoothed, 0.8 * plain + 0.2 * swapped, within: 1e-12)
  }

  @Test("has the gradients of finite differences", arguments: [0.0, 0.1])
  func gradients(flipProbability: Double) {
    let reference = pair([-4, -7, -1], [-3, -3, -2])
    expectTrueGradients(at: [.sample([3], seed: 1), .sample([3], seed: 2)]) {
      directPreferenceLoss(
        policy: PairLogProbabilities(chosen: $0[0], rejected: $0[1]), reference: reference,
        beta: 0.3, flipProbability: flipProbability
      ).mean()
    }
  }

  @Test("takes no gradient to the reference")
  func frozen() {
    let reference = Tensor([-1.0]).asLeaf
    let rows = pair([-2], [-3])
    let losses = directPreferenceLoss(
      policy: rows, reference: PairLogProbabilities(chosen: reference, rejected: rows.rejected),
      beta: 0.1)
    #expect(!losses.requiresGradient)
  }

  @Test("refuses a flip probability of one half")
  func half() async {
    await #expect(processExitsWith: .failure) {
      let rows = PairLogProbabilities(chosen: .zeros([1]), rejected: .zeros([1]))
      _ = directPreferenceLoss(policy: rows, reference: rows, beta: 0.1, flipProbability: 0.5)
    }
  }
}
