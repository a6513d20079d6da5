import Foundation
import Objectives
import Testing
import Torch

// What TRL 1.16 printed for these arrays, hence the six digits.
private let lengths = [3, 2, 4]
private var counts: Tensor { Tensor(lengths: lengths, width: 4) }
private var policy: Tensor { padded([[-1, -0.5, -2], [-0.3, -1.2], [-0.7, -2.5, -0.1, -0.9]]) }
private var old: Tensor { padded([[-1.3, -0.5, -1.6], [-0.6, -1], [-0.5, -2, -0.3, -0.9]]) }
private var reference: Tensor {
  padded([[-1.1, -0.6, -1.8], [-0.4, -1.3], [-0.6, -2.2, -0.2, -1]])
}
private var advantages: Tensor { Tensor([1, -0.5, -0.5]).unsqueezed(1).expanded([3, 4]) }
private let size = StepSize(sequenceCount: 3, tokenCount: 9, maximumLength: 8)

private func padded(_ rows: [[Double]], with padding: Double = 0) -> Tensor {
  Tensor(rows: rows.map { $0 + Array(repeating: padding, count: 4 - $0.count) })
}

private func ratios(_ level: RatioLevel, _ logProbabilities: Tensor = policy) -> Tensor {
  importanceRatios(
    logProbabilities: logProbabilities, oldLogProbabilities: old, where: counts, level: level)
}

private func clipped(_ level: RatioLevel, upTo high: Double = 1.2, cap: Double? = nil) -> Tensor {
  clippedSurrogateLoss(
    ratios: ratios(level), advantages: advantages, range: 0.8...high, cap: cap)
}

private func aggregated(_ losses: Tensor, _ aggregation: LossAggregation) -> Tensor {
  aggregatedLoss(of: losses, where: counts, by: aggregation, over: size)
}

@Suite struct GroupPolicyLossTests {
  @Test(
    "equals TRL's losses of clipped ratios",
    arguments: [
      (.token, .sequenceMean, 0.021797), (.token, .tokenMean, 0.014894),
      (.token, .constantLength, 0.005585), (.sequenceMean, .sequenceMean, -0.000111),
      (.sequenceSum, .sequenceMean, 0.015916), (.token, .sequenceSum, 0.044681),
      (.sequenceMean, .sequenceSum, -0.028461),
    ] as [(RatioLevel, LossAggregation, Double)])
  func published(level: RatioLevel, aggregation: LossAggregation, due: Double) {
    expectClose(aggregated(clipped(level), aggregation), [due], within: 1e-6)
  }

  @Test("equals TRL's losses with a second clip, and with a higher upper one")
  func clips() {
    expectClose(aggregated(clipped(.token, cap: 1.3), .sequenceMean), [0.017642], within: 1e-6)
    expectClose(aggregated(clipped(.token, upTo: 1.28), .tokenMean), [0.006005], within: 1e-6)
  }

  @Test("equals TRL's CISPO and SAPO")
  func others() {
    for (weight, due) in [(0.2, 0.014444), (1.1, 0.081631)] {
      let losses = cispoLoss(
        ratios: ratios(.token), logProbabilities: policy, advantages: advantages,
        maximumWeight: weight)
      expectClose(aggregated(losses, .tokenMean), [due], within: 1e-6)
    }
    let losses = sapoLoss(ratios: ratios(.token), advantages: advantages)
    expectClose(aggregated(losses, .sequenceMean), [-0.034665], within: 1e-6)
  }

  private func vespo(_ logProbabilities: Tensor, _ old: Tensor = old) -> Tensor {
    vespoLoss(
      logProbabilities: logProbabilities, oldLogProbabilities: old, advantages: advantages,
      where: counts)
  }

  @Test("equals TRL's VESPO")
  func variational() {
    expectClose(aggregated(vespo(policy), .tokenMean), [0.21808], within: 5e-6)
  }

  @Test("of VESPO is REINFORCE's at ratio 1, and counts for little far from it")
  func variationalGate() {
    let leaf = policy.asLeaf
    sum(of: vespo(leaf, policy), where: counts).backward()
    let due = (-advantages).filled(with: 0, unless: counts)
    expectClose(leaf.gradient ?? .zeros([3, 4]), due, within: 1e-12)
    for distance in [-50.0, 3, 1e6] {
      let far = vespo(policy, policy - distance).filled(with: 0, unless: counts)
      expectClose(far, Array(repeating: 0, count: 12), within: 1e-4)
    }
  }

  @Test("of VESPO has the gradient of log π times a gate without gradient")
  func variationalGradient() {
    let leaf = policy.asLeaf
    sum(of: vespo(leaf), where: counts).backward()
    // log w of the rows is −0.1, 0.1 and −0.5.
    let gates = [(1.0, -0.1, 2.0, 3.0), (-0.5, 0.1, 3, 2), (-0.5, -0.5, 3, 2)].map {
      (advantage, logWeight, power, decay) in
      -advantage * exp(power * logWeight + decay * (1 - exp(logWeight)))
    }
    let due = Tensor(gates).unsqueezed(1).expanded([3, 4]).filled(with: 0, unless: counts)
    expectClose(leaf.gradient ?? .zeros([3, 4]), due, within: 1e-9)
  }

  @Test("equals TRL's losses with KL, weighted by the ratio or not, and its KL")
  func kl() {
    let kl = klEstimate(policy: policy, reference: reference, .k3)
    expectClose(mean(of: kl * ratios(.token), where: counts), [0.009047], within: 1e-6)
    for (weights, due) in [(ratios(.token), 0.015255), (.ones([3, 4], .float64), 0.015362)] {
      let losses = clipped(.token) + 0.04 * kl * weights
      expectClose(aggregated(losses, .tokenMean), [due], within: 1e-6)
    }
  }

  @Test("finds the shares of clipped tokens that TRL does")
  func clipFractions() {
    let (low, high) = isRatioClipped(
      ratios: ratios(.token), advantages: advantages, range: 0.8...1.2)
    // ρ − 1 by row: 0.35, 0, −0.33 with A > 0; 0.35, −0.18; and −0.18, −0.39, 0.22, 0 with A < 0.
    #expect(low.array(Bool.self).indices.filter { low.array(Bool.self)[$0] } == [9])
    #expect(high.array(Bool.self).indices.filter { high.array(Bool.self)[$0] } == [0])
    expectClose(mean(of: low, where: counts), [1 / 9.0], within: 1e-6)
    expectClose(mean(of: high, where: counts), [1 / 9.0], within: 1e-6)
    expectClose(mean(of: low .|| high, where: counts), [2 / 9.0], within: 1e-6)
  }

  @Test("gives a completion the geometric mean, or the product, of its tokens' ratios")
  func levels() {
    let token = ratios(.token).array(Double.self)
    for (level, power) in [(RatioLevel.sequenceMean, true), (.sequenceSum, false)] {
      let due = lengths.enumerated().flatMap { row, length in
        let product = token[(row * 4)..<(row * 4 + length)].reduce(1, *)
        return Array(repeating: power ? pow(product, 1 / Double(length)) : product, count: 4)
      }
      expectClose(ratios(level), due, within: 1e-12)
    }
  }

  @Test(
    "at ratio 1 is minus the mean advantage, which is zero over a group",
    arguments: RatioLevel.allCases)
  func atTheStart(level: RatioLevel) {
    let ratios = importanceRatios(
      logProbabilities: old, oldLogProbabilities: old, where: counts, level: level)
    #expect(ratios.array(Double.self).allSatisfy { $0 == 1 })
    let advantages = groupRelativeAdvantages(rewards: Tensor([1.0, 2, 5]), groupSize: 3)
      .unsqueezed(1).expanded([3, 4])
    let losses = clippedSurrogateLoss(ratios: ratios, advantages: advantages, range: 0.8...1.2)
    expectClose(aggregated(losses, .sequenceMean), [0], within: 1e-12)
  }

  @Test("is the same over tokens and over completions where all are equally long")
  func equalLengths() {
    let losses = Tensor.sample([3, 4], seed: 1), all = Tensor.ones([3, 4], .bool)
    let size = StepSize(sequenceCount: 3, tokenCount: 12, maximumLength: 4)
    for aggregation in LossAggregation.allCases {
      let found = aggregatedLoss(of: losses, where: all, by: aggregation, over: size)
      let scale = aggregation == .sequenceSum ? 4.0 : 1
      expectClose(found, [losses.mean().value * scale], within: 1e-12)
    }
  }

  @Test("has the gradients of finite differences", arguments: RatioLevel.allCases)
  func gradients(level: RatioLevel) {
    expectTrueGradients(at: [policy]) { inputs in
      let ratios = ratios(level, inputs[0])
      let kl = klEstimate(policy: inputs[0], reference: reference, .k3)
      let soft = sapoLoss(ratios: ratios, advantages: advantages)
      let hard = clippedSurrogateLoss(
        ratios: ratios, advantages: advantages, range: 0.8...1.28, cap: 3)
      return aggregated(hard + 0.04 * kl * ratios, .tokenMean) + aggregated(soft, .sequenceMean)
    }
  }

  @Test("of CISPO has the gradient of log π times a weight that is cut off")
  func weightGradient() {
    let leaf = policy.asLeaf
    sum(
      of: cispoLoss(
        ratios: ratios(.token, leaf), logProbabilities: leaf, advantages: advantages,
        maximumWeight: 1.1),
      where: counts
    ).backward()
    let due = -(ratios(.token).clamped(to: 1.1) * advantages).filled(with: 0, unless: counts)
    expectClose(leaf.gradient ?? .zeros([3, 4]), due, within: 1e-12)
  }

  @Test("does not see what is in the padding", arguments: RatioLevel.allCases)
  func padding(level: RatioLevel) {
    func loss(_ padding: Double) -> Tensor {
      let leaf = policy.filled(with: padding, unless: counts).asLeaf
      let losses = clippedSurrogateLoss(
        ratios: ratios(level, leaf), advantages: advantages, range: 0.8...1.2)
      let loss = aggregated(losses, .tokenMean)
      loss.backward()
      return .concatenation(
        of: [loss.reshaped([1]), (leaf.gradient ?? .ones([3, 4])).reshaped([-1])], along: 0)
    }
    expectClose(loss(0), loss(-7), within: 1e-12)
    expectClose(loss(0), loss(.nan), within: 1e-12)
  }

  @Test(
    "adds up to the same loss and gradient however a step is split",
    arguments: LossAggregation.allCases, [1, 2])
  func splits(aggregation: LossAggregation, rowsEach: Int) {
    func result(_ parts: [Range<Int>]) -> (loss: Double, gradient: Tensor) {
      let leaf = policy.asLeaf
      let losses = parts.map { rows in
        let ratios = importanceRatios(
          logProbabilities: leaf.slice(rows, along: 0),
          oldLogProbabilities: old.slice(rows, along: 0), where: counts.slice(rows, along: 0))
        let loss = aggregatedLoss(
          of: clippedSurrogateLoss(
            ratios: ratios, advantages: advantages.slice(rows, along: 0), range: 0.8...1.2),
          where: counts.slice(rows, along: 0), by: aggregation, over: size)
        loss.backward()
        return loss.value
      }
      return (losses.reduce(0, +), leaf.gradient ?? .zeros([3, 4]))
    }
    let whole = result([0..<3])
    let split = result(stride(from: 0, to: 3, by: rowsEach).map { $0..<min($0 + rowsEach, 3) })
    expectClose(Tensor([split.loss]), [whole.loss], within: 1e-12)
    expectClose(split.gradient, whole.gradient, within: 1e-12)
  }

  @Test("of completions none of which counts is 0", arguments: LossAggregation.allCases)
  func nothing(aggregation: LossAggregation) {
    let leaf = policy.asLeaf
    let none = Tensor.zeros([3, 4], .bool)
    let loss = aggregatedLoss(
      of: leaf, where: none, by: aggregation,
      over: StepSize(sequenceCount: 3, tokenCount: 0, maximumLength: 8))
    loss.backward()
    #expect(loss.value == 0 && leaf.gradient?.floats.allSatisfy { $0 == 0 } == true)
  }
}
