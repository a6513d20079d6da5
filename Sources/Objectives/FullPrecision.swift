import Torch

extension Tensor {
  /// The elements in single precision, or in double where they are double already.
  var inFullPrecision: Tensor { dtype == .float64 ? self : to(.float32) }
}
