public import Torch

/// The map `x ↦ x·Wᵀ + b`.
public struct Linear {
  /// W. `[output width, input width]`
  public let weight: LinearWeight
  /// The bias b. `[output width]`
  public let bias: Tensor?
  /// What was learned beside W, where the model has adapters.
  public let adapter: LowRankAdapter?
  private let decoding: DecodingMaps

  /// Asks for `weight`, and for `bias` when there is one; a bias starts at zero.
  public init(
    _ scope: ParameterScope, from inputWidth: Int, to outputWidth: Int, hasBias: Bool = false,
    initially: Initialization = .normal(0.02)
  ) throws {
    weight = try scope.linearWeight(
      "weight", shape: [outputWidth, inputWidth], initially: initially)
    bias = hasBias ? try scope.parameter("bias", shape: [outputWidth], initially: .zeros) : nil
    adapter = try scope.adapter(from: inputWidth, to: outputWidth)
    decoding = scope.store.decoding
    if case .full(let weight) = weight { decoding.announce([weight], [bias]) }
  }

  /// The weight, where nothing is added to what it makes but the bias.
  public var plainWeight: Tensor? {
    guard adapter == nil, case .full(let weight) = weight else { return nil }
    return weight
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    adapted(weight.map(x, bias: bias, decoding), x, adapter)
  }
}

/// The map `x ↦ x·W + b`, for weights that are stored the other way round, as GPT-2's are.
public struct TransposedLinear {
  /// W. `[input width, output width]`
  public let weight: Tensor
  /// The bias b. `[output width]`
  public let bias: Tensor
  /// What was learned beside W, where the model has adapters.
  public let adapter: LowRankAdapter?
  private let decoding: DecodingMaps

  /// Asks for `weight` and `bias`; the bias starts at zero.
  public init(
    _ scope: ParameterScope, from inputWidth: Int, to outputWidth: Int,
    initially: Initialization = .normal(0.02)
  ) throws {
    weight = try scope.parameter(
      "weight", shape: [inputWidth, outputWidth], initially: initially)
    bias = try scope.parameter("bias", shape: [outputWidth], initially: .zeros)
    adapter = try scope.adapter(from: inputWidth, to: outputWidth, isTransposed: true)
    decoding = scope.store.decoding
    decoding.announce([weight], [bias], isTransposed: true)
  }

  /// - Parameter x: `[…, input width]`
  /// - Returns: `[…, output width]`
  public func callAsFunction(_ x: Tensor) -> Tensor {
    adapted(decoding.linear(x, weight, bias: bias, isTransposed: true), x, adapter)
  }
}

/// Adds to y what an adapter makes of x.
private func adapted(_ y: Tensor, _ x: Tensor, _ adapter: LowRankAdapter?) -> Tensor {
  guard let adapter else { return y }
  return y + adapter(x)
}
