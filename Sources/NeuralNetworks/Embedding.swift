public import Torch

/// A table with a vector for each id.
public struct Embedding {
  /// The vectors. `[count, width]`
  public let weight: Tensor

  /// Asks for `weight`.
  public init(
    _ scope: ParameterScope, count: Int, width: Int, initially: Initialization = .normal(0.02)
  ) throws {
    weight = try scope.parameter("weight", shape: [count, width], initially: initially)
  }

  /// - Parameter ids: `[…]`, int64
  /// - Returns: `[…, width]`
  public func callAsFunction(_ ids: Tensor) -> Tensor { weight.embedding(of: ids) }
}
