public import NeuralNetworks
public import Torch

/// GPT-NeoX, which Pythia is: heads turned in part, and two parts of a layer side by side.
///
/// Black et al. 2022 (arXiv:2204.06745); Biderman et al. 2023 (arXiv:2304.01373).
public struct GPTNeoXDecoder: Decoder {
  private let tokenEmbedding: Embedding
  private let layers: LayerStack
  private let finalNorm: LayerNorm
  private let views: LayerViews

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let scope = scope["gpt_neox"]
    tokenEmbedding = try Embedding(
      scope["embed_in"], count: configuration.vocabularySize, width: configuration.width,
      initially: .normal(configuration.initializationDeviation))
    layers = try LayerStack(configuration.layerCount, scope["layers"]) {
      try GPTNeoXLayer(configuration, layer: $0, $1)
    }
    finalNorm = try LayerNorm(
      scope["final_layer_norm"], width: configuration.width, epsilon: configuration.normEpsilon)
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
    let x = tokenEmbedding(tokens)
    return finalNorm(layers(x, views, cache: cache))
  }
}

private struct GPTNeoXLayer: DecoderLayer {
  let attentionNorm: LayerNorm
  let inputMap: Linear
  let outputMap: Linear
  let feedForwardNorm: LayerNorm
  let upMap: Linear
  let downMap: Linear
  let activation: ModelConfiguration.Activation
  let isParallel: Bool
  let mix: HeadMixing

  init(_ configuration: ModelConfiguration, layer: Int, _ scope: ParameterScope) throws {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    func map(_ scope: ParameterScope, from: Int, to: Int, hasBias: Bool) throws -> Linear {
      try Linear(
        scope, from: from, to: to, hasBias: hasBias,
        initially: .normal(configuration.initializationDeviation))
    }
    func norm(_ name: String) throws -> LayerNorm {
      try LayerNorm(scope[name], width: width, epsilon: configuration.normEpsilon)
    }
    let hasBias = configuration.hasAttentionBias
    attentionNorm = try norm("input_layernorm")
    inputMap = try map(
      scope["attention"]["query_key_value"], from: width, to: 3 * width, hasBias: hasBias)
    outputMap = try map(scope["attention"]["dense"], from: width, to: width, hasBias: hasBias)
    feedForwardNorm = try norm("post_attention_layernorm")
    upMap = try map(scope["mlp"]["dense_h_to_4h"], from: width, to: hidden, hasBias: true)
    downMap = try map(scope["mlp"]["dense_4h_to_h"], from: hidden, to: width, hasBias: true)
    activation = configuration.activation
    isParallel = configuration.isParallel
    mix = HeadMixing(configuration, layer: layer)
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let stream = view.wanted(of: x)
    let attended = stream + attend(attentionNorm(x), view, cache)
    let read = isParallel ? stream : attended
    return attended + downMap(activation(upMap(feedForwardNorm(read))))
  }

  private func attend(_ x: Tensor, _ view: LayerView, _ cache: KeyValueCache?) -> Tensor {
    let (batch, time, _) = x.shape3
    // Query, key and value of one head stand beside each other.
    let heads = inputMap(x).reshaped([batch, time, -1, 3, mix.headWidth])
    let mixed = mix(
      queries: heads.select(0, along: 3), keys: heads.select(1, along: 3),
      values: heads.select(2, along: 3), view, cache: cache)
    return outputMap(mixed)
  }
}

extension FamilyFormat {
  static let gptNeoX = FamilyFormat(
    languageArchitecture: "GPTNeoXForCausalLM",
    scalarArchitecture: "GPTNeoXForSequenceClassification",
    prefix: "gpt_neox", outputName: "embed_out.weight",
    presets: Presets(
      ownKeys: ["rms_norm_eps": "layer_norm_eps"], maximumPositions: 2048, normEpsilon: 1e-5,
      activation: .gelu, hasAttentionBias: true, hasFeedForwardBias: true),
    hasWholeHeads: true,
    read: { reader in
      var configuration = try ModelConfiguration(.gptNeoX, reader, neoXRotaryKeys)
      configuration.hasAttentionBias = try reader.boolean("attention_bias", orElse: true)
      configuration.isParallel = try reader.boolean("use_parallel_residual", orElse: true)
      return configuration
    },
    write: { configuration in
      configuration.rotaryMembers(
        neoXRotaryKeys,
        more: [
          "attention_bias": .boolean(configuration.hasAttentionBias),
          "use_parallel_residual": .boolean(configuration.isParallel),
          "hidden_dropout": .number(0),
        ])
    }, makeDecoder: GPTNeoXDecoder.init)
}

private let neoXRotaryKeys = RotaryKeys(
  base: "rotary_emb_base", share: "rotary_pct", presetShare: 0.25)
