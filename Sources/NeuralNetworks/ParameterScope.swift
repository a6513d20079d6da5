public import Torch

/// A place in the tree of names of a store; `scope["mlp"]["up"]` is `mlp.up`.
public struct ParameterScope {
  /// The store that the names are of.
  public let store: ParameterStore
  /// The names down to here with points between, empty at the root.
  public let path: String

  /// The type of the store's weights.
  public var dtype: DType { store.dtype }

  /// Where the store's weights are.
  public var device: Device { store.device }

  /// The place called `name` below this one.
  public subscript(_ name: String) -> ParameterScope {
    ParameterScope(store: store, path: path.isEmpty ? name : "\(path).\(name)")
  }

  /// The place with this number below this one.
  public subscript(_ index: Int) -> ParameterScope { self["\(index)"] }

  /// Asks the store for a weight; asked again, it gives the same tensor.
  ///
  /// - Returns: A leaf that records gradients.
  /// - Throws: `NeuralNetworkError` when the source has no weight of that name and shape.
  public func parameter(
    _ name: String, shape: [Int], initially: Initialization = .normal(0.02)
  ) throws -> Tensor {
    try store.parameter(self[name].path, shape: shape, initially)
  }

  /// The weights that were asked for at places below this one.
  public var parameters: [Tensor] {
    store.named.filter { $0.name.hasPrefix(path + ".") }.map(\.tensor)
  }

  /// Asks the store for the weight of a linear map, which some stores keep in few bits.
  func linearWeight(
    _ name: String, shape: [Int], initially: Initialization
  ) throws -> LinearWeight {
    try store.linearWeight(self[name].path, shape: shape, initially)
  }

  /// Asks the store for the adapter of the linear map at this place; nil where it has none.
  ///
  /// - Parameter isTransposed: Whether the map's weight is stored as `[input, output]`.
  func adapter(
    from inputWidth: Int, to outputWidth: Int, isTransposed: Bool = false
  ) throws -> LowRankAdapter? {
    try store.adapter(self, from: inputWidth, to: outputWidth, isTransposed: isTransposed)
  }
}
