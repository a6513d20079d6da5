public import Torch

/// Linear maps of the same input.
///
/// One product makes all of them while completions are written; each has its own while it learns.
public struct JointLinear {
  /// The maps.
  public let maps: [Linear]
  /// The first weight, where nothing but biases is added to what the weights make.
  private let first: Tensor?
  private let decoding: DecodingMaps

  /// Puts maps of one store together.
  public init(_ maps: [Linear], in store: ParameterStore) {
    self.maps = maps
    decoding = store.decoding
    let weights = maps.compactMap(\.plainWeight)
    first = weights.count == maps.count ? weights.first : nil
    if first != nil { decoding.announce(weights, maps.map(\.bias)) }
  }

  /// What the maps make side by side, while completions are written and in one product; nil at other times.
  ///
  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, sum of the output widths]`
  public func joined(_ x: Tensor) -> Tensor? {
    guard let first, decoding.hasOperators else { return nil }
    return decoding.joined(x, first: first)
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]` each
  public func callAsFunction(_ x: Tensor) -> [Tensor] {
    first.flatMap { decoding.maps(x, first: $0) } ?? maps.map { $0(x) }
  }
}
