import Objectives
import Testing
import Torch

/// The operator of libCTorch gives in float32 what libtorch's own give in float64, one after the other.
@Suite("A head by parts of the vocabulary")
struct VocabularyHeadTests {
  /// Few tokens, more than are made at once of either, and more than are kept for the backward pass.
  static let sizes: [(tokens: Int, vocabulary: Int)] = [
    (1, 1), (3, 5), (7, 8), (20, 2051), (1030, 19), (1100, 2100), (16_800, 2100),
  ]

  struct Shape: Sendable, CustomTestStringConvertible {
    let temperature: Double
    let softcap: Double?
    let differentiatesEntropies: Bool
    var testDescription: String {
      "T \(temperature), softcap \(softcap ?? 0), entropies \(differentiatesEntropies)"
    }
  }

  static let shapes = [
    Shape(temperature: 1, softcap: nil, differentiatesEntropies: false),
    Shape(temperature: 0.7, softcap: nil, differentiatesEntropies: true),
    Shape(temperature: 1.3, softcap: 2, differentiatesEntropies: true),
  ]

  private struct Found {
    let head: HeadLogProbabilities
    let gradients: [Tensor?]
  }

  private func found(
    _ hidden: Tensor, _ weight: Tensor, _ targets: Tensor, _ shape: Shape
  ) -> Found {
    let leaves = [hidden.asLeaf, weight.asLeaf]
    let head = headLogProbabilities(
      hidden: leaves[0], outputWeight: leaves[1], targets: targets,
      temperature: shape.temperature, softcap: shape.softcap, findingCollisions: true,
      differentiatingEntropies: shape.differentiatesEntropies)
    let factors = Tensor.sample([targets.shape1], seed: 3).to(hidden.dtype)
    var total = (head.logProbabilities * factors).sum()
    if shape.differentiatesEntropies { total = total + (head.entropies * (factors - 0.3)).sum() }
    return Found(head: head, gradients: total.gradients(of: leaves))
  }

  @Test("is what libtorch makes of all logits", arguments: sizes, shapes)
  func agreement(_ size: (tokens: Int, vocabulary: Int), _ shape: Shape) {
    let hidden = Tensor.sample([size.tokens, 6], seed: 1) * 3
    let weight = Tensor.sample([size.vocabulary, 6], seed: 2)
    let targets = Tensor((0..<size.tokens).map { $0 * 7 % size.vocabulary })
    let due = found(hidden, weight, targets, shape)
    let (hidden32, weight32) = (hidden.to(.float32), weight.to(.float32))
    let ours = found(hidden32, weight32, targets, shape)
    #expect(ours.head.logProbabilities.dtype == .float32)
    expectClose(ours.head.logProbabilities, due.head.logProbabilities, within: 2e-5)
    expectClose(ours.head.entropies, due.head.entropies, within: 2e-5)
    // A softcap presses what differs in float64 into one number in float32.
    if shape.softcap == nil {
      let pairs = zip(ours.head.isBest.array(Bool.self), due.head.isBest.array(Bool.self))
      #expect(!pairs.contains { $0 != $1 })
    }
    if let collisions = ours.head.logCollisions, let others = due.head.logCollisions {
      expectClose(collisions, others, within: 4e-5)
    } else {
      Issue.record("no collisions")
    }
    for case (let ours?, let due?) in zip(ours.gradients, due.gradients) {
      let greatest = due.absolute().max().value
      #expect((ours.to(.float64) - due).absolute().max().value <= 2e-5 * max(1, greatest))
    }
    #expect(ours.gradients.allSatisfy { $0 != nil })
  }

  @Test("has a gradient for the states alone where the head is frozen")
  func frozenHead() {
    let hidden = Tensor.sample([5, 6], seed: 1).to(.float32).asLeaf
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: Tensor.sample([9, 6], seed: 2).to(.float32),
      targets: Tensor([0, 1, 2, 3, 4]))
    #expect(found.logProbabilities.requiresGradient && !found.entropies.requiresGradient)
    #expect(found.logProbabilities.sum().gradients(of: [hidden]).compactMap { $0 }.count == 1)
  }

  @Test("hides no logits that are not finite")
  func notFinite() {
    let hidden = Tensor(rows: [[Float.nan, 1], [1, 1], [.infinity, 1]])
    let found = headLogProbabilities(
      hidden: hidden, outputWeight: Tensor.sample([9, 2], seed: 2).to(.float32),
      targets: Tensor([0, 1, 2]))
    let values = found.logProbabilities.floats
    #expect(values[0].isNaN && values[1].isFinite && values[2].isNaN)
    #expect(found.entropies.floats[0].isNaN && found.entropies.floats[2].isNaN)
  }

  @Test("refuses a target outside of the vocabulary")
  func badTarget() async {
    await #expect(processExitsWith: .failure) {
      _ = headLogProbabilities(
        hidden: .zeros([2, 3]), outputWeight: .zeros([4, 3]), targets: Tensor([0, 4]))
    }
  }
}
