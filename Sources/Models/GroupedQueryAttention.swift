import NeuralNetworks
import Torch

/// Attention with rotary positions in which several query heads share one head of keys and values.
///
/// Ainslie et al. 2023 (arXiv:2305.13245).
struct GroupedQueryAttention {
  /// What the families do differently.
  struct Kind {
    var hasInputBias = false
    var hasOutputBias = false
    /// Whether each head's queries and keys are normalized before they are turned.
    var normalizesHeads = false
  }

  let queryMap: Linear
  let keyMap: Linear
  let valueMap: Linear
  let outputMap: Linear
  let queryNorm: RMSNorm?
  let keyNorm: RMSNorm?
  let headWidth: Int
  let layer: Int

  init(
    _ configuration: ModelConfiguration, _ kind: Kind, layer: Int, _ scope: ParameterScope
  ) throws {
    let width = configuration.width
    let headWidth = configuration.headWidth
    let queryWidth = configuration.headCount * headWidth
    let keyWidth = configuration.keyValueHeadCount * headWidth
    self.headWidth = headWidth
    self.layer = layer
    let deviation = Initialization.normal(configuration.initializationDeviation)
    func map(_ name: String, from: Int, to: Int, hasBias: Bool) throws -> Linear {
      try Linear(scope[name], from: from, to: to, hasBias: hasBias, initially: deviation)
    }
    queryMap = try map("q_proj", from: width, to: queryWidth, hasBias: kind.hasInputBias)
    keyMap = try map("k_proj", from: width, to: keyWidth, hasBias: kind.hasInputBias)
    valueMap = try map("v_proj", from: width, to: keyWidth, hasBias: kind.hasInputBias)
    outputMap = try map("o_proj", from: queryWidth, to: width, hasBias: kind.hasOutputBias)
    func norm(_ name: String) throws -> RMSNorm? {
      guard kind.normalizesHeads else { return nil }
      return try RMSNorm(scope[name], width: headWidth, epsilon: configuration.normEpsilon)
    }
    queryNorm = try norm("q_norm")
    keyNorm = try norm("k_norm")
  }

  /// - Parameter x: `[batch, time, width]`
  /// - Returns: `[batch, time, width]`
  func callAsFunction(
    _ x: Tensor, _ rotation: Rotation, _ pattern: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor {
    let (batch, time, _) = x.shape3
    func heads(_ mapped: Tensor) -> Tensor { mapped.reshaped([batch, time, -1, headWidth]) }
    var queries = heads(queryMap(x))  // [batch, time, heads, head width]
    var keys = heads(keyMap(x))
    var values = heads(valueMap(x)).transposed(1, 2)  // [batch, key heads, time, head width]
    if let queryNorm, let keyNorm { (queries, keys) = (queryNorm(queries), keyNorm(keys)) }
    queries = rotation(queries).transposed(1, 2)
    keys = rotation(keys).transposed(1, 2)
    if let cache { (keys, values) = cache.append(keys, values, layer: layer) }
    let mixed = attention(queries: queries, keys: keys, values: values, pattern)
    return outputMap(mixed.transposed(1, 2).reshaped([batch, time, -1]))
  }
}
