public import Torch

/// Linear maps of the same input.
///
/// One product makes all of them while completions are written; each has its own while it learns.
public struct JointLinear {
  /// The maps.
  public let maps: [Linear]
  /// The first weight, where nothing but biases is added to what the weights make.
  private let first: Tensor?
  private let packing: WeightPacking

  /// Puts maps of one store together.
  public init(_ maps: [Linear], in store: ParameterStore) {
    self.maps = maps
    packing = store.packing
    let weights = maps.compactMap(\.plainWeight)
    first = weights.count == maps.count ? weights.first : nil
    if first != nil { packing.announce(weights, maps.map(\.bias)) }
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]` each
  public func callAsFunction(_ x: Tensor) -> [Tensor] {
    first.flatMap { packing.maps(x, first: $0) } ?? maps.map { $0(x) }
  }
}
