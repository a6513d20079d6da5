import Foundation
import Objectives
import Testing
import Torch

/// Equivalent Python: `Scripts/fixtures/reward_modeling.py`.
private struct RewardModeling: Decodable {
  struct Odin: Decodable {
    let quality, length, tokens: [Double]
    let heads: [[Double]]
    let pairs: [[Int]]
    let qualityCorrelation, lengthCorrelation, entanglement, overlap, preference: Double
  }
  struct Classifier: Decodable {
    struct Batch: Decodable {
      let logRatios: [Double]
      let isDesirable: [Bool]
      let delta: Double
      let losses: [Double]
    }
    let beta: Double
    let batches: [Batch]
  }
  struct Steps: Decodable {
    let scores: [Double]
    let isRight: [Bool]
    let losses: [Double]
  }
  let odin: Odin
  let bco: Classifier
  let steps: Steps
}

@Suite("The terms that part quality from length")
struct LengthDebiasingTests {
  private func odin() throws -> RewardModeling.Odin {
    try golden("reward-modeling", as: RewardModeling.self).odin
  }

  @Test("equal the golden numbers")
  func goldenNumbers() throws {
    let due = try odin()
    let (quality, length) = (Tensor(due.quality), Tensor(due.length))
    let tokens = Tensor(due.tokens)
    expectClose(correlation(quality, tokens), [due.qualityCorrelation], within: 1e-12)
    expectClose(correlation(length, tokens), [due.lengthCorrelation], within: 1e-12)
    expectClose(
      lengthEntanglement(qualityRewards: quality, lengthRewards: length, lengths: tokens),
      [due.entanglement], within: 1e-12)
    expectClose(
      headOverlap(Tensor(due.heads[0]), Tensor(due.heads[1])), [due.overlap], within: 1e-12)
    let total = quality + length
    let losses = pairwisePreferenceLoss(
      chosenRewards: total.rows(at: Tensor(due.pairs.map { $0[0] })),
      rejectedRewards: total.rows(at: Tensor(due.pairs.map { $0[1] })))
    expectClose(losses.mean(), [due.preference], within: 1e-12)
  }

  @Test("have the gradients of finite differences")
  func gradients() throws {
    let due = try odin()
    expectTrueGradients(at: [Tensor(due.quality), Tensor(due.length)]) {
      lengthEntanglement(
        qualityRewards: $0[0], lengthRewards: $0[1], lengths: Tensor(due.tokens))
    }
    expectTrueGradients(at: due.heads.map { Tensor($0) }) { headOverlap($0[0], $0[1]) }
  }

  @Test("do not change with the scale or the zero of what they compare")
  func invariance() throws {
    let due = try odin()
    let (quality, tokens) = (Tensor(due.quality), Tensor(due.tokens))
    let found = correlation(quality, tokens)
    expectClose(correlation(3 * quality - 7, 0.01 * tokens + 5), found, within: 1e-12)
    expectClose(correlation(-1 * quality, tokens), -found, within: 1e-12)
    expectClose(correlation(quality, quality), [1], within: 1e-12)
    let heads = due.heads.map { Tensor($0) }
    expectClose(headOverlap(5 * heads[0], heads[1]), headOverlap(heads[0], heads[1]), within: 1e-12)
  }

  @Test("are zero, with zero gradients, where nothing varies")
  func constant() throws {
    let quality = Tensor([1.0, 1, 1])
    quality.requiresGradient = true
    let found = correlation(quality, Tensor([4.0, 5, 6]))
    expectClose(found, [0], within: 1e-12)
    let gradient = try #require(found.gradients(of: [quality])[0])
    #expect(gradient.isFinite)
  }
}

@Suite("The loss of a step")
struct StepLossTests {
  @Test("equals the cross-entropy of two classes")
  func goldenNumbers() throws {
    let due = try golden("reward-modeling", as: RewardModeling.self).steps
    let losses = stepLoss(scores: Tensor(due.scores), isRight: Tensor(due.isRight))
    expectClose(losses, due.losses, within: 1e-12)
  }

  @Test("has the gradient of finite differences")
  func gradients() {
    expectTrueGradients(at: [Tensor([0.4, -2.0, 1.5])]) {
      stepLoss(scores: $0[0], isRight: Tensor([true, false, true])).mean()
    }
  }

  @Test("is finite far from zero")
  func farAway() {
    let losses = stepLoss(scores: Tensor([900.0, -900]), isRight: Tensor([false, true]))
    expectClose(losses, [900, 900], within: 1e-9)
  }
}

@Suite("BCO without pairs")
struct BinaryClassifierTests {
  @Test("equals the golden losses, measured from the golden mean of the rewards so far")
  func goldenNumbers() throws {
    let due = try golden("reward-modeling", as: RewardModeling.self).bco
    for batch in due.batches {
      let losses = ProspectLoss.binaryClassifier.losses(
        logRatios: Tensor(batch.logRatios), isDesirable: Tensor(batch.isDesirable),
        referencePoint: batch.delta / due.beta, beta: due.beta)
      expectClose(losses, batch.losses, within: 1e-12)
    }
  }

  @Test("is log 2 where a reward is just the mean")
  func border() {
    let losses = ProspectLoss.binaryClassifier.losses(
      logRatios: Tensor([-3.0, -3]), isDesirable: Tensor([true, false]), referencePoint: -3,
      beta: 0.2, weights: (2, 1))
    expectClose(losses, [2 * log(2), log(2)], within: 1e-12)
  }
}
