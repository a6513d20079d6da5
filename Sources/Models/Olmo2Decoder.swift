public import NeuralNetworks
public import Torch

/// OLMo 2 (arXiv:2501.00656): what a layer's parts give is normalized, not what they read; so are
/// queries and keys, all heads together.
public struct Olmo2Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    trunk = try RotaryTrunk(configuration, scope["model"]) {
      try Olmo2Layer(configuration, layer: $0, $1)
    }
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { trunk.embedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, wanted or time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor?,
    cache: KeyValueCache?
  ) -> Tensor {
    trunk.hiddenStates(of: tokens, at: positions, attention, wanted: wanted, cache: cache)
  }
}

private struct Olmo2Layer: DecoderLayer {
  let attention: GroupedQueryAttention
  let attentionNorm: RMSNorm
  let feedForward: GatedFeedForward
  let feedForwardNorm: RMSNorm

  init(_ configuration: ModelConfiguration, layer: Int, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias,
      normalization: .wholeWidth)
    attention = try GroupedQueryAttention(configuration, kind, layer: layer, scope["self_attn"])
    attentionNorm = try configuration.norm(scope["post_attention_layernorm"])
    feedForward = try GatedFeedForward(configuration, scope["mlp"])
    feedForwardNorm = try configuration.norm(scope["post_feedforward_layernorm"])
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let x = view.wanted(of: x) + attentionNorm(attention(x, view, cache: cache))
    return x + feedForwardNorm(feedForward(x))
  }
}

extension FamilyFormat {
  static let olmo2 = FamilyFormat(
    languageArchitecture: "Olmo2ForCausalLM", scalarArchitecture: "Olmo2ForSequenceClassification",
    presets: Presets(maximumPositions: 2048, normEpsilon: 1e-5),
    read: { reader in
      var configuration = try ModelConfiguration(.olmo2, reader)
      try configuration.readWindows(of: nil, reader) { _ in false }
      configuration.hasAttentionBias = try reader.boolean("attention_bias", orElse: false)
      return configuration
    },
    write: { configuration in
      configuration.rotaryMembers(more: [
        "attention_bias": .boolean(configuration.hasAttentionBias)
      ])
    }, makeDecoder: Olmo2Decoder.init)
}
