public import NeuralNetworks
public import Torch

/// Llama and what keeps to its architecture, as SmolLM and SmolLM2 do.
///
/// Touvron et al. 2023 (arXiv:2302.13971).
public struct LlamaDecoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias)
    trunk = try RotaryTrunk(configuration, scope["model"]) {
      try LlamaLayer(configuration, kind, layer: $0, $1)
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

/// A layer with a normalization before each part, which most families have.
struct LlamaLayer: DecoderLayer {
  let attentionNorm: RMSNorm
  let attention: GroupedQueryAttention
  let feedForwardNorm: RMSNorm
  let feedForward: GatedFeedForward

  init(
    _ configuration: ModelConfiguration, _ kind: GroupedQueryAttention.Kind, layer: Int,
    _ scope: ParameterScope
  ) throws {
    attentionNorm = try configuration.norm(scope["input_layernorm"])
    attention = try GroupedQueryAttention(configuration, kind, layer: layer, scope["self_attn"])
    feedForwardNorm = try configuration.norm(scope["post_attention_layernorm"])
    feedForward = try GatedFeedForward(configuration, scope["mlp"])
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let x = view.wanted(of: x) + attention(attentionNorm(x), view, cache: cache)
    return x + feedForward(feedForwardNorm(x))
  }
}

extension FamilyFormat {
  static let llama = FamilyFormat(
    languageArchitecture: "LlamaForCausalLM", scalarArchitecture: "LlamaForSequenceClassification",
    presets: Presets(maximumPositions: 2048),
    read: { reader in
      var configuration = try ModelConfiguration(.llama, reader)
      try configuration.readWindows(of: nil, reader) { _ in false }
      configuration.hasAttentionBias = try reader.boolean("attention_bias", orElse: false)
      configuration.hasFeedForwardBias = try reader.boolean("mlp_bias", orElse: false)
      return configuration
    },
    write: { configuration in
      configuration.rotaryMembers(more: [
        "attention_bias": .boolean(configuration.hasAttentionBias),
        "mlp_bias": .boolean(configuration.hasFeedForwardBias),
      ])
    }, makeDecoder: LlamaDecoder.init)
}
