public import Torch

/// Divides by the root of the mean square over the last dimension, and multiplies by a weight.
///
/// Zhang and Sennrich 2019 (arXiv:1910.07467), eq. 4.
public struct RMSNorm {
  /// The factor of each feature, or what it exceeds one by. `[width]`
  public let weight: Tensor
  /// What is added to the mean square.
  public let epsilon: Double
  /// Whether one is added to the weight.
  public let addsOne: Bool

  /// Asks for `weight`, which starts so that the factors are one.
  ///
  /// - Parameter addsOne: Whether the factors are the weight plus one, as Gemma's are.
  public init(
    _ scope: ParameterScope, width: Int, epsilon: Double, addsOne: Bool = false
  ) throws {
    weight = try scope.parameter(
      "weight", shape: [width], initially: addsOne ? .zeros : .ones)
    self.epsilon = epsilon
    self.addsOne = addsOne
  }

  /// - Parameter x: `[…, width]`
  /// - Returns: `[…, width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    guard addsOne else { return x.rmsNormalized(weight: weight, epsilon: epsilon) }
    // In half precision 1 + w would lose most of w.
    let wide: DType = x.dtype == .float64 ? .float64 : .float32
    let factors = weight.to(wide) + 1.0
    return x.to(wide).rmsNormalized(weight: factors, epsilon: epsilon).to(x.dtype)
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
