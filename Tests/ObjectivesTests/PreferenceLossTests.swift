import Foundation
import Objectives
import Testing
import Torch

private func pair(_ chosen: [Double], _ rejected: [Double]) -> PairLogProbabilities {
  PairLogProbabilities(chosen: Tensor(chosen), rejected: Tensor(rejected))
}

/// Two pairs of 3 and 2 tokens and of 2 and 4, for which TRL 1.16 gave its losses.
private func fromTRL() -> PreferencePairs {
  PreferencePairs(
    policy: pair([-1 - 0.5 - 2, -0.3 - 1.2], [-0.7 - 2.5, -1.5 - 0.2 - 0.9 - 3]),
    reference: pair([-1.2 - 0.9 - 1.6, -0.6 - 1], [-0.5 - 2, -1.1 - 0.8 - 0.7 - 2.2]),
    lengths: (Tensor([3.0, 2]), Tensor([2.0, 4])))
}

/// The same without the reference, as TRL's CPO has it.
private func withoutReference() -> PreferencePairs {
  let pairs = fromTRL()
  return PreferencePairs(
    policy: pairs.policy, reference: nil,
    lengths: (pairs.chosenLengths, pairs.rejectedLengths))
}

@Suite("Losses of direct preference")
struct PreferenceLossTests {
  @Test(
    "equal TRL's numbers",
    arguments: [
      (.sigmoid, 0, 0.649159), (.hinge, 0, 0.91), (.ipo, 0, 21.784723),
      (.noiseContrastive, 0, 1.364194), (.binaryClassifier, 0, 1.342032),
      (.selfPlay, 0, 41.590004), (.transport, 0, 0.649159), (.unpairedTransport, 0, 0.649159),
      (.anchoredUp, 0, 0.977509), (.anchoredDown, 0, 0.981265), (.discovered, 0, 0.876373),
      (.sigmoidNormalized, 0, 0.676628), (.exact, 1e-3, 2.606945), (.robust, 0.1, 0.637909),
      (.transport, 0.1, 0.658159),
    ] as [(PreferenceLoss, Double, Double)])
  func published(loss: PreferenceLoss, flipProbability: Double, due: Double) {
    let settings = PreferenceLossSettings(flipProbability: flipProbability)
    expectClose(
      loss.losses(of: fromTRL(), settings).mean(), [due], within: 1e-6 * max(1, due))
  }

  @Test("equal TRL's numbers at other strengths")
  func strengths() {
    func mean(_ loss: PreferenceLoss, _ beta: Double) -> Tensor {
      loss.losses(of: fromTRL(), PreferenceLossSettings(beta: beta)).mean()
    }
    expectClose(mean(.sigmoid, 0.5), [0.493249], within: 1e-6)
    expectClose(mean(.ipo, 0.5), [0.451389], within: 1e-6)
    expectClose(mean(.discovered, 1), [0.40657], within: 1e-5)
  }

  @Test(
    "equal TRL's numbers under other divergences",
    arguments: [
      (.reverseKL, 0.649159), (.forwardKL, 0.632235), (.jensenShannon, 0.667686),
      (.alpha, 0.641797),
    ] as [(Divergence, Double)])
  func divergences(divergence: Divergence, due: Double) {
    let settings = PreferenceLossSettings(divergence: divergence)
    expectClose(
      PreferenceLoss.sigmoid.losses(of: fromTRL(), settings).mean(), [due],
      within: 1e-6)
  }

  @Test("of the α-divergence become those of reverse KL as α goes to 1")
  func alphaLimit() {
    for alpha in [1, 1 + 1e-5] {
      let settings = PreferenceLossSettings(divergence: .alpha, divergenceAlpha: alpha)
      expectClose(
        PreferenceLoss.hinge.losses(of: fromTRL(), settings),
        PreferenceLoss.hinge.losses(of: fromTRL(), PreferenceLossSettings()),
        within: 1e-5)
    }
  }

  @Test(
    "without a reference equal those of TRL's CPO, SimPO and ORPO",
    arguments: [
      (.sigmoid, 0.1, 0, [0.70826, 0.509014]), (.hinge, 0.1, 0, [1.03, 0.59]),
      (.sigmoidNormalized, 2, 0.5, [0.526526, 0.371101]),
      (.ipo, 0.1, 0, [20.854445, 18.922499]), (.oddsRatio, 0.1, 0, [0.044429, 0.03116]),
    ] as [(PreferenceLoss, Double, Double, [Double])])
  func referenceFree(loss: PreferenceLoss, beta: Double, margin: Double, due: [Double]) {
    let settings = PreferenceLossSettings(beta: beta, targetMargin: margin)
    expectClose(loss.losses(of: withoutReference(), settings), due, within: 2e-6 * max(1, due[0]))
  }

  @Test("equal their constants where policy and reference agree, at any strength")
  func agreement() {
    for beta in [0.1, 0.7] {
      let constants: [(PreferenceLoss, Double)] = [
        (.sigmoid, log(2)), (.sigmoidNormalized, log(2)), (.transport, log(2)),
        (.unpairedTransport, log(2)), (.robust, log(2)), (.hinge, 1),
        (.ipo, 0.25 / (beta * beta)), (.selfPlay, 0.5 / (beta * beta)),
        (.noiseContrastive, 2 * log(2)), (.binaryClassifier, 2 * log(2)), (.anchoredUp, 1),
        (.anchoredDown, 1), (.discovered, (log(2) + 1) / 2),
        (.exact, (log(0.5) - log(0.9)) / 2 + (log(0.5) - log(0.1)) / 2),
      ]
      let pairs = PreferencePairs(
        policy: pair([-3, -8], [-5, -2]), reference: pair([-3, -8], [-5, -2]),
        lengths: (Tensor([3.0, 9]), Tensor([7.0, 2])))
      for (loss, due) in constants {
        let settings = PreferenceLossSettings(
          beta: beta, flipProbability: loss == .exact || loss == .robust ? 0.1 : 0)
        expectClose(loss.losses(of: pairs, settings), [due, due], within: 1e-10)
      }
    }
  }

  @Test("have the gradients of finite differences", arguments: PreferenceLoss.allCases)
  func gradients(loss: PreferenceLoss) {
    let reference = loss == .oddsRatio ? nil : pair([-4, -7, -1], [-3, -3, -2])
    let lengths = (Tensor([3.0, 2, 5]), Tensor([2.0, 4, 6]))
    let settings = PreferenceLossSettings(
      beta: 0.3, flipProbability: loss.takesFlipProbability ? 0.1 : 0)
    let leaves = [Tensor([-4.4, -5.1, -3.0]), Tensor([-3.9, -3.5, -2.2])]
    expectTrueGradients(at: leaves) {
      loss.losses(
        of: PreferencePairs(
          policy: PairLogProbabilities(chosen: $0[0], rejected: $0[1]), reference: reference,
          lengths: lengths), settings
      ).mean()
    }
  }

  @Test("have the gradients of finite differences under every divergence")
  func divergenceGradients() {
    for divergence in Divergence.allCases {
      expectTrueGradients(at: [.sample([3], seed: 1), .sample([3], seed: 2)]) {
        PreferenceLoss.sigmoid.losses(
          of: PreferencePairs(
            policy: PairLogProbabilities(chosen: $0[0], rejected: $0[1]),
            reference: pair([-1, 0.5, 1], [0.3, -0.2, 0.1]),
            lengths: (Tensor([3.0, 2, 5]), Tensor([2.0, 4, 6]))),
          PreferenceLossSettings(beta: 0.3, divergence: divergence)
        ).mean()
      }
    }
  }

  @Test("stay finite for completions that are all but certain, or all but impossible")
  func extremes() {
    let pairs = PreferencePairs(
      policy: pair([-1e-12, -4000], [-4000, -1e-12]), reference: nil,
      lengths: (Tensor([1.0, 1]), Tensor([1.0, 1])))
    for loss in PreferenceLoss.allCases where loss != .discovered {
      let settings = PreferenceLossSettings(flipProbability: loss.takesFlipProbability ? 0.1 : 0)
      let losses: [Double] = loss.losses(of: pairs, settings).array()
      #expect(losses.allSatisfy { $0.isFinite }, "\(loss): \(losses)")
    }
    for divergence in Divergence.allCases {
      let scores = divergence.scores(ofLogRatios: Tensor([-4000, 4000] as [Float])).floats
      #expect(scores.allSatisfy { $0.isFinite }, "\(divergence): \(scores)")
    }
  }
}

@Suite("Weights of direct preference")
struct PreferenceWeightTests {
  private let counts = Tensor(rows: [
    [false, true, true, true], [false, true, true, false], [true, true, false, false],
    [true, true, true, true],
  ])
  private let policy = Tensor(rows: [
    [9.0, -1, -0.5, -2], [9, -0.3, -1.2, 9], [-0.7, -2.5, 9, 9], [-1.5, -0.2, -0.9, -3],
  ])
  private let reference = Tensor(rows: [
    [9.0, -1.2, -0.9, -1.6], [9, -0.6, -1, 9], [-0.5, -2, 9, 9], [-1.1, -0.8, -0.7, -2.2],
  ])

  private func pairs(_ values: Tensor, _ weights: Tensor) -> PairLogProbabilities {
    let sums = rowSums(of: values * weights, where: counts)
    return PairLogProbabilities(
      chosen: sums.slice(0..<2, along: 0), rejected: sums.slice(2..<4, along: 0))
  }

  /// The losses of plain DPO over weighed tokens.
  private func losses(_ weights: Tensor) -> Tensor {
    PreferenceLoss.sigmoid.losses(
      of: PreferencePairs(
        policy: pairs(policy, weights), reference: pairs(reference, weights),
        lengths: (Tensor([3.0, 2]), Tensor([2.0, 4]))), PreferenceLossSettings())
  }

  @Test(
    "by length equal TRL's LD-DPO, and plain DPO's at α = 1",
    arguments: [(0.5, 0.656503), (0.0, 0.664209), (1.0, 0.649159)])
  func lengths(alpha: Double, due: Double) {
    let weights = lengthDesensitizedWeights(where: counts, alpha: alpha)
    expectClose(losses(weights).mean(), [due], within: 1e-6)
  }

  @Test("by the policy equal TRL's WPO")
  func policyWeighted() {
    let weights = policyWeights(
      logProbabilities: policy, logCollisions: .full([4, 4], -0.4, .float64), where: counts)
    let both = weights.slice(0..<2, along: 0) * weights.slice(2..<4, along: 0)
    let ones = Tensor.ones([4, 4], .float64)
    expectClose((both * losses(ones)).mean(), [0.12956], within: 1e-5)
  }

  @Test("by the policy are 1 for a policy that is sure, and let no gradient through")
  func certain() {
    let leaf = Tensor(rows: [[0.0, 0]]).asLeaf
    let weights = policyWeights(
      logProbabilities: leaf, logCollisions: .zeros([1, 2], .float64),
      where: Tensor(rows: [[true, true]]))
    expectClose(weights, [1], within: 1e-12)
    #expect(!weights.requiresGradient)
  }
}
