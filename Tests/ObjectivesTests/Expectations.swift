import Foundation
import Objectives
import Testing
import Torch

/// Expects every element to be near the number that was worked out for it.
func expectClose(
  _ tensor: Tensor, _ expected: [Double], within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  precondition(tolerance > 0 && tolerance <= 0.1, "a tolerance in 0...0.1: \(tolerance)")
  let got: [Double] = tensor.to(.float64).array()
  guard got.count == expected.count else {
    Issue.record("\(got.count) elements, not \(expected.count)", sourceLocation: sourceLocation)
    return
  }
  let differences = zip(got, expected).map { abs($0 - $1) }
  let isClose = differences.allSatisfy { $0 <= tolerance }
  #expect(isClose, "got \(got), due \(expected)", sourceLocation: sourceLocation)
}

/// Expects every element of two tensors to be near each other.
func expectClose(
  _ tensor: Tensor, _ expected: Tensor, within tolerance: Double,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(tensor.shape == expected.shape, sourceLocation: sourceLocation)
  expectClose(
    tensor, expected.to(.float64).array(), within: tolerance, sourceLocation: sourceLocation)
}

/// Expects the derivatives that libtorch finds to equal finite differences, in double precision.
func expectTrueGradients(
  at inputs: [Tensor], of loss: ([Tensor]) -> Tensor,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let leaves = inputs.map { $0.to(.float64).copy() }
  for leaf in leaves { leaf.requiresGradient = true }
  let found = loss(leaves).gradients(of: leaves)
  for (index, leaf) in leaves.enumerated() {
    let values: [Double] = leaf.array()
    let differences = values.indices.map { place in
      let sides = [-1e-5, 1e-5].map { step in
        var moved = values
        moved[place] += step
        var all = leaves.map { $0.detached() }
        all[index] = Tensor(moved, shape: leaf.shape)
        return loss(all).value
      }
      return (sides[1] - sides[0]) / 2e-5
    }
    guard let gradient = found[index] else {
      Issue.record("no gradient of input \(index)", sourceLocation: sourceLocation)
      continue
    }
    expectClose(gradient, differences, within: 1e-7, sourceLocation: sourceLocation)
  }
}

extension Tensor {
  /// Rows of one length. `[rows, columns]`
  convenience init<Element: TensorElement>(rows: [[Element]]) {
    self.init(rows.flatMap(\.self), shape: [rows.count, rows.first?.count ?? 0])
  }

  /// Draws that are the same on every run. float64
  static func sample(_ shape: [Int], seed: UInt64) -> Tensor {
    .normal(shape, using: Generator(seed: seed), .float64)
  }

  /// A copy that records gradients.
  var asLeaf: Tensor {
    let leaf = copy()
    leaf.requiresGradient = true
    return leaf
  }
}

/// Reads a golden file; `Scripts/fixtures/objectives.py` wrote it.
func golden<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Fixtures/Objectives/\(name).json")
  return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

extension PredictedTokens {
  /// The states from which the targets are predicted, of those of all tokens. `[tokens, width]`
  func predecessors(in hidden: Tensor) -> Tensor {
    hidden.reshaped([-1, hidden.shape.last ?? 0]).rows(at: predecessorIndices)
  }
}
