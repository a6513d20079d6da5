public import Torch

/// Divides by the root of the mean square over the last dimension, and multiplies by a weight.
///
/// Zhang and Sennrich 2019 (arXiv:1910.07467), eq. 4.
public struct RMSNorm {
  /// The factor of each feature. `[width]`
  public let weight: Tensor
  /// What is added to the mean square.
  public let epsilon: Double

  /// Asks for `weight`, which starts at one.
  public init(_ scope: ParameterScope, width: Int, epsilon: Double) throws {
    weight = try scope.parameter("weight", shape: [width], initially: .ones)
    self.epsilon = epsilon
  }

  /// - Parameter x: `[…, width]`
  /// - Returns: `[…, width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.rmsNormalized(weight: weight, epsilon: epsilon)
  }
}

/// Brings the last dimension to mean 0 and variance 1, then applies a weight and a bias.
///
/// Ba et al. 2016 (arXiv:1607.06450), eq. 4.
public struct LayerNorm {
  /// The factor of each feature. `[width]`
  public let weight: Tensor
  /// What is added to each feature. `[width]`
  public let bias: Tensor
  /// What is added to the variance.
  public let epsilon: Double

  /// Asks for `weight` and `bias`, which start at one and at zero.
  public init(_ scope: ParameterScope, width: Int, epsilon: Double) throws {
    weight = try scope.parameter("weight", shape: [width], initially: .ones)
    bias = try scope.parameter("bias", shape: [width], initially: .zeros)
    self.epsilon = epsilon
  }

  /// - Parameter x: `[…, width]`
  /// - Returns: `[…, width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.layerNormalized(weight: weight, bias: bias, epsilon: epsilon)
  }
}
