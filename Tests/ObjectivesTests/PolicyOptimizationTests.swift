import Objectives
import Testing
import Torch

/// A rollout and what becomes of it; the script's `about` says what each array is.
private struct PolicyOptimization: Decodable {
  struct Case: Decodable {
    let name: String
    let placement: RewardPlacement
    let estimator: KLEstimator
    let klCoefficient: Double
    let gamma: Double
    let lambda: Double
    let missingEndPenalty: Double
    let whitensRewards: Bool
    let hasValue: [[Bool]]
    let kl: [[Double]]
    let unwhitenedRewards: [[Double]]
    let rewards: [[Double]]
    let rawAdvantages: [[Double]]
    let returns: [[Double]]
    let advantages: [[Double]]
    let policyLoss: Double
    let valueLoss: Double
    let policyClipFraction: Double
    let valueClipFraction: Double
    let approximateKL: Double
  }
  struct Group: Decodable {
    let lengths: [Int]
    let isEnded: [Bool]
    let logProbabilities: [[Double]]
    let referenceLogProbabilities: [[Double]]
    let values: [[Double]]
    let scores: [Double]
    let newLogProbabilities: [[Double]]
    let newValues: [[Double]]
    let cases: [Case]
  }
  let clipRange: Double
  let valueClipRange: Double
  let groups: [Group]
}

extension Tensor {
  /// Rows of which the first elements are true. `[rows, width]`, bool
  convenience init(lengths: [Int], width: Int) {
    self.init(rows: lengths.map { length in (0..<width).map { $0 < length } })
  }
}

@Suite struct PolicyOptimizationTests {
  @Test(
    "turns a rollout into the golden rewards, advantages and losses, in our placement and TRL's",
    arguments: 0..<2, 0..<12)
  func goldenCases(group: Int, index: Int) throws {
    let golden = try golden("policy-optimization", as: PolicyOptimization.self)
    let (inputs, due) = (golden.groups[group], golden.groups[group].cases[index])
    let old = Tensor(rows: inputs.logProbabilities), values = Tensor(rows: inputs.values)
    let isCompletion = Tensor(lengths: inputs.lengths, width: old.shape2.1)
    let lastIndex = Tensor(inputs.lengths.map { $0 - 1 })
    func expect(_ tensor: Tensor, _ due: [[Double]], where counts: Tensor) {
      expectClose(
        tensor.filled(with: 0, unless: counts), due.flatMap(\.self), within: 1e-12)
    }

    let kl = klEstimate(
      policy: old, reference: Tensor(rows: inputs.referenceLogProbabilities), due.estimator)
    expect(kl, due.kl, where: isCompletion)
    let hasValue = due.placement.hasValue(where: isCompletion, lastIndex: lastIndex)
    #expect(hasValue.array(Bool.self) == due.hasValue.flatMap(\.self))
    var rewards = tokenRewards(
      scores: penalizedScores(
        Tensor(inputs.scores), isFinished: Tensor(inputs.isEnded), penalty: due.missingEndPenalty),
      kl: kl, klCoefficient: due.klCoefficient, lastIndex: lastIndex, placement: due.placement,
      isCompletion: isCompletion)
    expectClose(rewards, due.unwhitenedRewards.flatMap(\.self), within: 1e-12)
    if due.whitensRewards {
      rewards = whitened(rewards, where: hasValue, shiftingMean: false)
      expectClose(rewards, due.rewards.flatMap(\.self), within: 1e-12)
    }
    let raw = generalizedAdvantages(
      rewards: rewards, values: values, counts: hasValue, discount: due.gamma, lambda: due.lambda)
    expectClose(raw.advantages, due.rawAdvantages.flatMap(\.self), within: 1e-12)
    expectClose(raw.returns, due.returns.flatMap(\.self), within: 1e-12)
    let advantages = whitened(raw.advantages, where: isCompletion)
    expectClose(advantages, due.advantages.flatMap(\.self), within: 1e-12)

    let new = Tensor(rows: inputs.newLogProbabilities), newValues = Tensor(rows: inputs.newValues)
    let ratios = tokenRatios(new, old)
    let range = (1 - golden.clipRange)...(1 + golden.clipRange)
    let policyLoss = clippedSurrogateLoss(ratios: ratios, advantages: advantages, range: range)
    expectClose(mean(of: policyLoss, where: isCompletion), [due.policyLoss], within: 1e-12)
    let valueLoss = clippedValueLoss(
      values: newValues, oldValues: values, returns: raw.returns, clipRange: golden.valueClipRange)
    expectClose(mean(of: valueLoss, where: hasValue), [due.valueLoss], within: 1e-12)

    let (low, high) = isRatioClipped(ratios: ratios, advantages: advantages, range: range)
    expectClose(
      mean(of: low .|| high, where: isCompletion), [due.policyClipFraction], within: 1e-6)
    let isValueClipped = isValueClipped(
      values: newValues, oldValues: values, returns: raw.returns, clipRange: golden.valueClipRange)
    expectClose(mean(of: isValueClipped, where: hasValue), [due.valueClipFraction], within: 1e-6)
    let change = klEstimate(policy: new, reference: old, .k2)
    expectClose(mean(of: change, where: isCompletion), [due.approximateKL], within: 1e-12)
  }

  // Printed by TRL 1.12 itself, hence the few digits: rewards, then losses of policy and critic.
  @Test("equals the numbers that TRL printed, with its placement")
  func published() throws {
    let inputs = try golden("policy-optimization", as: PolicyOptimization.self).groups[0]
    let old = Tensor(rows: inputs.logProbabilities), values = Tensor(rows: inputs.values)
    let isCompletion = Tensor(lengths: [3, 5, 2], width: 5), lastIndex = Tensor([2, 4, 1])
    let rewards = tokenRewards(
      scores: Tensor([1, -0.5, 0.25]),
      kl: klEstimate(policy: old, reference: Tensor(rows: inputs.referenceLogProbabilities), .k1),
      klCoefficient: 0.05, lastIndex: lastIndex, placement: .afterLastToken,
      isCompletion: isCompletion)
    expectClose(
      rewards,
      [-0.005, -0.01, 0.005, 1, 0, -0.01, 0.01, 0, -0.025, -0.485, 0.015, -0.01, 0.25, 0, 0],
      within: 1e-9)
    let hasValue = RewardPlacement.afterLastToken.hasValue(
      where: isCompletion, lastIndex: lastIndex)
    let raw = generalizedAdvantages(
      rewards: rewards, values: values, counts: hasValue, discount: 1, lambda: 0.95)
    expectClose(
      raw.returns,
      [0.8897, 0.9312, 0.975, 1, 0, -0.3903, -0.4004, -0.4372, -0.4708, -0.485]
        + [0.2654, 0.2425, 0.25, 0, 0],
      within: 6e-5)
    let advantages = whitened(raw.advantages, where: isCompletion)
    expectClose(
      advantages,
      [1.4587, 1.3605, 1.2659, 0, 0, -0.1889, -0.542, -0.7721, -0.9966, -1.1886]
        + [-0.2633, -0.1337, 0, 0, 0],
      within: 6e-5)
    let policyLoss = clippedSurrogateLoss(
      ratios: tokenRatios(Tensor(rows: inputs.newLogProbabilities), old),
      advantages: advantages, range: 0.8...1.2)
    expectClose(mean(of: policyLoss, where: isCompletion), [0.011738], within: 1e-6)
    let valueLoss = clippedValueLoss(
      values: Tensor(rows: inputs.newValues), oldValues: values, returns: raw.returns,
      clipRange: 0.2)
    expectClose(mean(of: valueLoss, where: hasValue), [0.156579], within: 1e-6)
  }

  @Test("has the same returns in both placements where γ and λ are 1")
  func placements() throws {
    let inputs = try golden("policy-optimization", as: PolicyOptimization.self).groups[0]
    let isCompletion = Tensor(lengths: [3, 5, 2], width: 5), lastIndex = Tensor([2, 4, 1])
    let returns = RewardPlacement.allCases.map { placement in
      let rewards = tokenRewards(
        scores: Tensor(inputs.scores), kl: .zeros([3, 5], .float64), klCoefficient: 0,
        lastIndex: lastIndex, placement: placement, isCompletion: isCompletion)
      let counts = placement.hasValue(where: isCompletion, lastIndex: lastIndex)
      return generalizedAdvantages(
        rewards: rewards, values: Tensor(rows: inputs.values), counts: counts, discount: 1,
        lambda: 1
      ).returns.filled(with: 0, unless: isCompletion)
    }
    expectClose(returns[0], returns[1], within: 1e-12)
  }
}
