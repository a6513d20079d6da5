public import Torch

/// The weight of a linear map: numbers that can learn, or frozen ones in few bits.
public enum LinearWeight {
  /// `[output width, input width]`
  case full(Tensor)
  /// Made into numbers anew each time it is used, in the backward pass too.
  case quantized(QuantizedWeight)

  /// The map `x ↦ x·Wᵀ + b`.
  func map(_ x: Tensor, bias: Tensor?, _ decoding: DecodingMaps) -> Tensor {
    switch self {
    case .full(let weight): decoding.linear(x, weight, bias: bias)
    case .quantized(let weight): recomputed([x]) { $0[0].linear(weight.values, bias: bias) }
    }
  }

  /// The weight as numbers. `[output width, input width]`
  public var values: Tensor {
    switch self {
    case .full(let weight): weight
    case .quantized(let weight): weight.values
    }
  }
}
