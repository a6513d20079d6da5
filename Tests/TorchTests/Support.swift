import Torch

extension Tensor {
  /// The elements, row by row.
  var doubles: [Double] { to(.float64).array() }
}
