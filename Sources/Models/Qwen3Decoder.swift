public import NeuralNetworks
public import Torch

/// Qwen3 (arXiv:2505.09388): Llama with normalized queries and keys.
public struct Qwen3Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias,
      normalization: .heads)
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

extension FamilyFormat {
  static let qwen3 = FamilyFormat(
    languageArchitecture: "Qwen3ForCausalLM", scalarArchitecture: "Qwen3ForSequenceClassification",
    presets: Presets(headWidth: 128),
    read: { reader in
      var configuration = try ModelConfiguration(.qwen3, reader)
      try configuration.readQwenWindows(reader)
      configuration.hasAttentionBias = try reader.boolean("attention_bias", orElse: false)
      return configuration
    },
    write: { configuration in
      var members = configuration.qwenWindowMembers
      members["attention_bias"] = .boolean(configuration.hasAttentionBias)
      return configuration.rotaryMembers(more: members)
    }, makeDecoder: Qwen3Decoder.init)
}
