/// The weight of a linear map in the order in which the processor multiplies fastest: a copy.
///
/// For products with few rows, as in decoding. Values of the map differ from those of the weight itself by
/// rounding.
public struct PackedWeight {
  private let tensor: Tensor
  private let map: Operator

  /// Copies a weight; nil where this libtorch, its device or the type of products has no such order.
  ///
  /// - Parameters:
  ///   - weight: `[output width, input width]`
  ///   - rowCount: How many rows products will have, at most.
  public init?(_ weight: Tensor, rowCount: Int) {
    guard weight.device.kind == .cpu, weight.dtype == .float32, !isAutocasting(on: .cpu),
      let map = Op.reorderedLinear, let reorder = Op.reorderWeight
    else { return nil }
    self.map = map
    tensor = reorder(.tensor(weight.detached()), .integer(rowCount))
  }

  /// The map `x ↦ x·Wᵀ + b`, without gradients.
  ///
  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]`
  public func linear(_ x: Tensor, bias: Tensor? = nil) -> Tensor {
    map(
      .tensor(x), .tensor(tensor), .optional(bias), .string("none"), .noNumbers, .string(""))
  }
}
