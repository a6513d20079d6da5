import NeuralNetworks
import Torch

/// Attention with rotary positions in which several query heads share one head of keys and values.
///
/// Ainslie et al. 2023 (arXiv:2305.13245).
struct GroupedQueryAttention {
  /// What the families do differently.
  struct Kind {
    /// What is normalized before queries and keys are turned.
    enum Normalization {
      /// Each head by itself, with one weight for all of them.
      case heads
      /// All heads together.
      case wholeWidth
    }

    var hasInputBias = false
    var hasOutputBias = false
    var normalization: Normalization?
  }

  let inputMaps: JointLinear
  let outputMap: Linear
  let queryNorm: RMSNorm?
  let keyNorm: RMSNorm?
  let normalizesHeads: Bool
  let mix: HeadMixing

  init(
    _ configuration: ModelConfiguration, _ kind: Kind, layer: Int, _ scope: ParameterScope
  ) throws {
    let width = configuration.width
    let headWidth = configuration.headWidth
    let queryWidth = configuration.headCount * headWidth
    let keyWidth = configuration.keyValueHeadCount * headWidth
    let deviation = Initialization.normal(configuration.initializationDeviation)
    func map(_ name: String, from: Int, to: Int, hasBias: Bool) throws -> Linear {
      try Linear(scope[name], from: from, to: to, hasBias: hasBias, initially: deviation)
    }
    inputMaps = JointLinear(
      [
        try map("q_proj", from: width, to: queryWidth, hasBias: kind.hasInputBias),
        try map("k_proj", from: width, to: keyWidth, hasBias: kind.hasInputBias),
        try map("v_proj", from: width, to: keyWidth, hasBias: kind.hasInputBias),
      ], in: scope.store)
    outputMap = try map("o_proj", from: queryWidth, to: width, hasBias: kind.hasOutputBias)
    normalizesHeads = kind.normalization == .heads
    func norm(_ name: String, _ width: Int) throws -> RMSNorm? {
      guard let normalization = kind.normalization else { return nil }
      let width = normalization == .heads ? headWidth : width
      return try configuration.norm(scope[name], width: width)
    }
    queryNorm = try norm("q_norm", queryWidth)
    keyNorm = try norm("k_norm", keyWidth)
    mix = HeadMixing(configuration, layer: layer)
  }

  /// - Parameter x: `[batch, time, width]`
  /// - Returns: Of the tokens that the view wants. `[batch, wanted or time, width]`
  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let mapped = inputMaps(x)
    let queries = heads(mapped[0], queryNorm)
    let keys = heads(mapped[1], keyNorm)
    let values = heads(mapped[2], nil)
    return outputMap(mix(queries: queries, keys: keys, values: values, view, cache: cache))
  }

  /// - Parameter mapped: `[batch, time, heads · head width]`
  /// - Returns: `[batch, time, heads, head width]`
  private func heads(_ mapped: Tensor, _ norm: RMSNorm?) -> Tensor {
    let (batch, time, _) = mapped.shape3
    let shape = [batch, time, -1, mix.headWidth]
    guard let norm else { return mapped.reshaped(shape) }
    return normalizesHeads ? norm(mapped.reshaped(shape)) : norm(mapped).reshaped(shape)
  }
}
