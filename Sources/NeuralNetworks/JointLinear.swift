public import Torch

/// Linear maps of the same input.
///
/// One product makes all of them while completions are written; each has its own while it learns.
public struct JointLinear {
  /// The maps.
  public let maps: [Linear]
  private let packing: WeightPacking

  /// Puts maps of one store together.
  public init(_ maps: [Linear], in store: ParameterStore) {
    self.maps = maps
    packing = store.packing
    let weights = maps.compactMap(\.plainWeight)
    if weights.count == maps.count { packing.announce(weights, maps.map(\.bias)) }
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]` each
  public func callAsFunction(_ x: Tensor) -> [Tensor] {
    guard let first = maps[0].plainWeight, let found = packing.maps(x, first: first),
      found.count == maps.count
    else { return maps.map { $0(x) } }
    return found
  }
}
