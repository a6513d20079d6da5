import NeuralNetworks
import Torch

/// The map `x ↦ (f(x·Gᵀ) ⊙ x·Uᵀ)·Dᵀ`; with f = SiLU it is SwiGLU, Shazeer 2020 (arXiv:2002.05202).
struct GatedFeedForward {
  let inputMaps: JointLinear
  let downMap: Linear
  let activation: ModelConfiguration.Activation

  init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    let hasBias = configuration.hasFeedForwardBias
    let deviation = Initialization.normal(configuration.initializationDeviation)
    inputMaps = JointLinear(
      try ["gate_proj", "up_proj"].map { name in
        try Linear(scope[name], from: width, to: hidden, hasBias: hasBias, initially: deviation)
      }, in: scope.store)
    downMap = try Linear(
      scope["down_proj"], from: hidden, to: width, hasBias: hasBias, initially: deviation)
    activation = configuration.activation
  }

  /// - Parameter x: `[batch, time, width]`
  /// - Returns: `[batch, time, width]`
  func callAsFunction(_ x: Tensor) -> Tensor {
    if activation == .silu, let joined = inputMaps.joined(x) {
      return downMap(joined.gatedHalves())
    }
    let mapped = inputMaps(x)
    let (gate, up) = (mapped[0], mapped[1])
    guard activation == .silu, hasOwnOperators(for: gate.dtype, on: gate.device) else {
      return downMap(activation(gate) * up)
    }
    guard let weight = downMap.plainWeight else { return downMap(gate.gatedUnits(up)) }
    return gate.gatedMap(up, weight: weight, bias: downMap.bias)
  }
}

extension ModelConfiguration.Activation {
  /// Applies the function to each element.
  func callAsFunction(_ x: Tensor) -> Tensor {
    switch self {
    case .silu: x.silu()
    case .gelu: x.gelu(isApproximate: false)
    case .geluApproximation: x.gelu(isApproximate: true)
    case .relu: x.relu()
    }
  }
}
