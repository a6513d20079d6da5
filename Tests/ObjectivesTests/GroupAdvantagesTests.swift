import Objectives
import Testing
import Torch

@Suite struct GroupAdvantagesTests {
  // Rewards 1 to 4: the mean is 2.5 and the unbiased standard deviation √(5/3) = 1.290994.
  @Test(
    "of rewards 1 to 4 are what TRL computes",
    arguments: [
      (.group, [-1.161805, -0.387268, 0.387268, 1.161805]),
      (.batch, [-1.161805, -0.387268, 0.387268, 1.161805]), (.none, [-1.5, -0.5, 0.5, 1.5]),
    ] as [(AdvantageScale, [Double])])
  func groupRelative(scale: AdvantageScale, due: [Double]) {
    let found = groupRelativeAdvantages(
      rewards: Tensor([1.0, 2, 3, 4]), groupSize: 4, scale: scale)
    expectClose(found, due, within: 1e-6)
  }

  @Test("leaving one out compares each with the mean of the others")
  func leaveOneOut() {
    let rewards = [1.0, 2, 3, 4, 0, 10, 5, 1]
    let found = leaveOneOutAdvantages(rewards: Tensor(rewards), groupSize: 4)
    let due = rewards.indices.map { index in
      let group = (index / 4 * 4)..<(index / 4 * 4 + 4)
      let others = group.filter { $0 != index }.map { rewards[$0] }
      return rewards[index] - others.reduce(0, +) / 3
    }
    expectClose(found, due, within: 1e-12)
    #expect(abs(due[0] + 2) < 1e-12 && abs(due[1] + 2 / 3.0) < 1e-12)
  }

  @Test("are scaled by each group's own spread, or by that of all rewards")
  func scales() {
    let rewards = Tensor([0.0, 1, 0, 10])
    let own = 0.5 / (0.5.squareRoot() + 1e-4), other = 5 / (50.0.squareRoot() + 1e-4)
    expectClose(
      groupRelativeAdvantages(rewards: rewards, groupSize: 2), [-own, own, -other, other],
      within: 1e-12)
    // All four: mean 2.75, sum of squared differences 70.75.
    let all = (70.75 / 3).squareRoot() + 1e-4
    expectClose(
      groupRelativeAdvantages(rewards: rewards, groupSize: 2, scale: .batch),
      [-0.5 / all, 0.5 / all, -5 / all, 5 / all], within: 1e-12)
  }

  @Test("add up to zero in each group", arguments: AdvantageScale.allCases)
  func sums(scale: AdvantageScale) {
    let rewards = Tensor.sample([24], seed: 1)
    for advantages in [
      groupRelativeAdvantages(rewards: rewards, groupSize: 6, scale: scale),
      leaveOneOutAdvantages(rewards: rewards, groupSize: 6),
    ] {
      expectClose(advantages.reshaped([4, 6]).sum(along: 1), [0, 0, 0, 0], within: 1e-12)
    }
  }

  // In single precision the mean of seven times 0.1 is not 0.1, nor that of seven times 0.7.
  @Test("are exactly zero where all rewards are equal", arguments: [0.1, 0.7, -1e6 / 3, 0])
  func equalRewards(reward: Double) {
    for size in [2, 3, 7] {
      let rewards = Tensor(Array(repeating: Float(reward), count: 2 * size))
      let zeros = Array(repeating: Float(0), count: 2 * size)
      for scale in AdvantageScale.allCases {
        let found = groupRelativeAdvantages(rewards: rewards, groupSize: size, scale: scale)
        #expect(found.floats == zeros)
      }
      #expect(leaveOneOutAdvantages(rewards: rewards, groupSize: size).floats == zeros)
    }
  }

  @Test("do not change when all rewards move by a constant", arguments: AdvantageScale.allCases)
  func shift(scale: AdvantageScale) {
    let rewards = Tensor.sample([12], seed: 2)
    let found = groupRelativeAdvantages(rewards: rewards + 1000, groupSize: 4, scale: scale)
    expectClose(
      found, groupRelativeAdvantages(rewards: rewards, groupSize: 4, scale: scale), within: 1e-9)
  }

  @Test("refuse groups that are not whole")
  func parts() async {
    await #expect(processExitsWith: .failure) {
      _ = leaveOneOutAdvantages(rewards: Tensor([1.0, 2, 3]), groupSize: 2)
    }
  }
}
