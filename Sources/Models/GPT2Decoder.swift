public import NeuralNetworks
public import Torch

/// GPT-2: learned positions, normalization with a mean, biases everywhere.
///
/// Radford et al. 2019, “Language models are unsupervised multitask learners”.
public struct GPT2Decoder: Decoder {
  private let tokenEmbedding: Embedding
  private let positionEmbedding: Embedding
  private let layers: LayerStack
  private let finalNorm: LayerNorm
  private let views: LayerViews

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
    layers = try LayerStack(configuration.layerCount, scope["h"]) {
      try GPT2Layer(configuration, layer: $0, $1)
    }
    finalNorm = try LayerNorm(
      scope["ln_f"], width: configuration.width, epsilon: configuration.normEpsilon)
    views = LayerViews(configuration, in: scope.dtype, on: scope.device)
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { tokenEmbedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, wanted or time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor?,
    cache: KeyValueCache?
  ) -> Tensor {
    let views = views(of: positions, attention, wanted: wanted, after: cache?.length ?? 0)
    let x = tokenEmbedding(tokens) + positionEmbedding(positions)
    return finalNorm(layers(x, views, cache: cache))
  }
}

private struct GPT2Layer: DecoderLayer {
  let attentionNorm: LayerNorm
  let inputMap: TransposedLinear
  let outputMap: TransposedLinear
  let feedForwardNorm: LayerNorm
  let upMap: TransposedLinear
  let downMap: TransposedLinear
  let activation: ModelConfiguration.Activation
  let mix: HeadMixing

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
    mix = HeadMixing(configuration, layer: layer)
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let x = view.wanted(of: x) + attend(attentionNorm(x), view, cache)
    return x + downMap(activation(upMap(feedForwardNorm(x))))
  }

  private func attend(_ x: Tensor, _ view: LayerView, _ cache: KeyValueCache?) -> Tensor {
    let (batch, time, _) = x.shape3
    let parts = inputMap(x).reshaped([batch, time, 3, -1, mix.headWidth])
    let mixed = mix(
      queries: parts.select(0, along: 2), keys: parts.select(1, along: 2),
      values: parts.select(2, along: 2), view, cache: cache)
    return outputMap(mixed)
  }
}

extension FamilyFormat {
  static let gpt2 = FamilyFormat(
    languageArchitecture: "GPT2LMHeadModel", scalarArchitecture: "GPT2ForSequenceClassification",
    prefix: "transformer",
    presets: Presets(
      ownKeys: [
        "hidden_size": "n_embd", "num_hidden_layers": "n_layer", "num_attention_heads": "n_head",
        "max_position_embeddings": "n_positions", "intermediate_size": "n_inner",
        "rms_norm_eps": "layer_norm_epsilon", "hidden_act": "activation_function",
      ], maximumPositions: 1024, hiddenRatio: 4, normEpsilon: 1e-5,
      activation: .geluApproximation, tiesEmbeddings: true, hasAttentionBias: true,
      hasFeedForwardBias: true),
    hasWholeHeads: true,
    read: { reader in
      try reader.refuse("scale_attn_weights", unless: .boolean(true))
      try reader.refuse("scale_attn_by_inverse_layer_idx", unless: .boolean(false))
      try reader.refuse("add_cross_attention", unless: .boolean(false))
      return try ModelConfiguration(.gpt2, reader, nil)
    },
    write: { configuration in
      configuration.sharedMembers([
        "attn_pdrop": .number(0), "embd_pdrop": .number(0), "resid_pdrop": .number(0),
      ])
    }, makeDecoder: GPT2Decoder.init)
}
