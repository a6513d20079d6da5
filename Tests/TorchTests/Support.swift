import Testing
import Torch

extension Tensor {
  /// The elements, row by row.
  var doubles: [Double] { to(.float64).array() }
}

/// Expects what float32 gives of what float64 gives, as a share of its largest number.
func expectNear(
  _ found: Tensor, _ due: Tensor, within tolerance: Double = 1e-5,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let (found, due) = (found.to(.float64), due.to(.float64))
  #expect(found.shape == due.shape, sourceLocation: sourceLocation)
  let scale = max(1, due.absolute().max().value)
  let largest = (found - due).absolute().max().value
  #expect(
    largest <= tolerance * scale, "off by \(largest) of \(scale)", sourceLocation: sourceLocation)
}

/// A copy in float32, which learns or not.
func leaf(_ x: Tensor, _ learns: Bool = true) -> Tensor {
  let leaf = x.to(.float32).detached()
  leaf.requiresGradient = learns
  return leaf
}
