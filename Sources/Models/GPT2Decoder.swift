public import NeuralNetworks
public import Torch

/// GPT-2: learned positions, normalization with a mean, biases everywhere.
///
/// Radford et al. 2019, “Language models are unsupervised multitask learners”.
public struct GPT2Decoder: Decoder {
  private let tokenEmbedding: Embedding
  private let positionEmbedding: Embedding
  private let layers: [GPT2Layer]
  private let finalNorm: LayerNorm

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let scope = scope["transformer"]
    let deviation = Initialization.normal(configuration.initializationDeviation)
    tokenEmbedding = try Embedding(
      scope["wte"], count: configuration.vocabularySize, width: configuration.width,
      initially: deviation)
    positionEmbedding = try Embedding(
      scope["wpe"], count: configuration.maximumPositions, width: configuration.width,
      initially: deviation)
    layers = try (0..<configuration.layerCount).map {
      try GPT2Layer(configuration, layer: $0, scope["h"][$0])
    }
    finalNorm = try LayerNorm(
      scope["ln_f"], width: configuration.width, epsilon: configuration.normEpsilon)
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { tokenEmbedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor {
    let (_, time) = tokens.shape2
    let past = cache?.length ?? 0
    let pattern = attention.covering(time, after: past, on: tokens.device)
    var x = tokenEmbedding(tokens) + positionEmbedding(positions)
    for layer in layers { x = layer(x, pattern, cache: cache) }
    cache?.advance(by: time)
    return finalNorm(x)
  }
}

private struct GPT2Layer {
  let attentionNorm: LayerNorm
  let inputMap: TransposedLinear
  let outputMap: TransposedLinear
  let feedForwardNorm: LayerNorm
  let upMap: TransposedLinear
  let downMap: TransposedLinear
  let activation: ModelConfiguration.Activation
  let headCount: Int
  let layer: Int

  init(_ configuration: ModelConfiguration, layer: Int, _ scope: ParameterScope) throws {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    let deviation = configuration.initializationDeviation
    // What is added to the residual stream starts smaller, for there are two additions per layer.
    let smaller = deviation / Double(2 * configuration.layerCount).squareRoot()
    func map(
      _ scope: ParameterScope, from: Int, to: Int, _ deviation: Double
    ) throws -> TransposedLinear {
      try TransposedLinear(scope, from: from, to: to, initially: .normal(deviation))
    }
    func norm(_ name: String) throws -> LayerNorm {
      try LayerNorm(scope[name], width: width, epsilon: configuration.normEpsilon)
    }
    attentionNorm = try norm("ln_1")
    inputMap = try map(scope["attn"]["c_attn"], from: width, to: 3 * width, deviation)
    outputMap = try map(scope["attn"]["c_proj"], from: width, to: width, smaller)
    feedForwardNorm = try norm("ln_2")
    upMap = try map(scope["mlp"]["c_fc"], from: width, to: hidden, deviation)
    downMap = try map(scope["mlp"]["c_proj"], from: hidden, to: width, smaller)
    activation = configuration.activation
    headCount = configuration.headCount
    self.layer = layer
  }

  /// - Parameter x: `[batch, time, width]`
  /// - Returns: `[batch, time, width]`
  func callAsFunction(
    _ x: Tensor, _ pattern: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor {
    let x = x + attend(attentionNorm(x), pattern, cache)
    return x + downMap(activation(upMap(feedForwardNorm(x))))
  }

  private func attend(
    _ x: Tensor, _ pattern: AttentionPattern, _ cache: KeyValueCache?
  ) -> Tensor {
    let (batch, time, width) = x.shape3
    let parts = inputMap(x).reshaped([batch, time, 3, headCount, width / headCount])
      .permuted([2, 0, 3, 1, 4])  // [3, batch, heads, time, head width]
    let queries = parts.select(0, along: 0)
    var keys = parts.select(1, along: 0)
    var values = parts.select(2, along: 0)
    if let cache { (keys, values) = cache.append(keys, values, layer: layer) }
    let mixed = attention(queries: queries, keys: keys, values: values, pattern)
    return outputMap(mixed.transposed(1, 2).reshaped([batch, time, width]))
  }
}
