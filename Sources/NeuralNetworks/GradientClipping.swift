public import Torch

/// Shrinks all gradients by one factor so that their joint Euclidean length is at most
/// `maximumNorm`.
///
///     factor = min(1, maximumNorm / (norm + 10⁻⁶))
///
/// Pascanu et al. 2013 (arXiv:1211.5063), algorithm 1. When the length is not a finite number, the
/// gradients stay as they are.
///
/// - Returns: The length before.
@discardableResult
public func clipGradients(of parameters: [Tensor], to maximumNorm: Double) -> Double {
  let gradients = parameters.compactMap(\.gradient)
  return withoutGradients {
    let norm = globalNorm(of: gradients).value
    let factor = maximumNorm / (norm + 1e-6)
    if norm.isFinite, factor < 1, let first = gradients.first {
      scale(gradients, by: .scalar(factor, on: first.device))
    }
    return norm
  }
}
