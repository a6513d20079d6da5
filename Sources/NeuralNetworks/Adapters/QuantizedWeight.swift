public import Torch

/// A frozen weight in four bits for each number.
///
/// NF4, Dettmers et al. 2023 (arXiv:2305.14314), without its second quantization, of the scales. Of
/// each block of 64 numbers the largest magnitude is kept in float32, and of each number which of
/// 16 levels it is nearest to: 4.5 bits in all. The levels are quantiles of a normal distribution,
/// as weights mostly are.
public struct QuantizedWeight {
  /// Two numbers each, the first in the upper half. `[count / 2]`, uint8
  private let codes: Tensor
  /// The largest magnitude of each block. `[count / 64, 1]`, float32
  private let scales: Tensor
  /// The sizes of the weight.
  public let shape: [Int]
  private let dtype: DType

  /// Numbers that have one scale.
  public static let blockSize = 64

  /// What the codes stand for: the paper's values, as its authors' code has them.
  static let levels: [Float] = [
    -1, -0.6961928, -0.52507305, -0.39491749, -0.28444138, -0.18477343, -0.091050036, 0,
    0.0795803, 0.1609302, 0.2461123, 0.33791524, 0.44070983, 0.562617, 0.72295684, 1,
  ]

  /// Rounds a weight whose count of elements is a multiple of the block's size.
  public init(_ weight: Tensor) {
    precondition(
      weight.count % QuantizedWeight.blockSize == 0,
      "\(weight.shape) is not in blocks of \(QuantizedWeight.blockSize)")
    shape = weight.shape
    dtype = weight.dtype
    (codes, scales) = withoutGradients {
      let blocks = weight.to(.float32).reshaped([-1, QuantizedWeight.blockSize])
      let scales = blocks.absolute().max(along: 1, keepingDimension: true)
      let relative = blocks / scales.clamped(from: Double(Float.leastNormalMagnitude))
      let levels = QuantizedWeight.levels
      // The level is the number of midpoints below.
      let code = zip(levels, levels.dropFirst()).reduce(Tensor.zeros(blocks.shape)) {
        $0 + (relative .> Double(($1.0 + $1.1) / 2)).to(.float32)
      }
      let pairs = code.reshaped([-1, 2])
      let packed = pairs.select(0, along: 1) * 16 + pairs.select(1, along: 1)
      return (packed.to(.uint8), scales)
    }
  }

  /// The weight as its codes have it.
  public var values: Tensor {
    withoutGradients {
      let levels = QuantizedWeight.levels
      let table = levels.flatMap { upper in levels.flatMap { [upper, $0] } }
      let pairs = Tensor(table, shape: [256, 2], on: codes.device)
      let blocks = pairs.rows(at: codes.to(.int32)).reshaped([-1, QuantizedWeight.blockSize])
      return (blocks * scales).reshaped(shape).to(dtype)
    }
  }
}
