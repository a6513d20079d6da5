public import NeuralNetworks
public import Torch

/// Mistral (arXiv:2310.06825): Llama in which a token may see only so many tokens before it.
public struct MistralDecoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    trunk = try RotaryTrunk(configuration, scope["model"]) {
      try LlamaLayer(configuration, GroupedQueryAttention.Kind(), layer: $0, $1)
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
  static let mistral = FamilyFormat(
    languageArchitecture: "MistralForCausalLM",
    scalarArchitecture: "MistralForSequenceClassification",
    presets: Presets(maximumPositions: 131_072, keyValueHeadCount: 8),
    read: { reader in
      // transformers has no such key for this family and would not look at it.
      try reader.refuse("layer_types")
      var configuration = try ModelConfiguration(.mistral, reader)
      let window = try reader.optionalInteger("sliding_window", orElse: 4096)
      for index in configuration.layers.indices { configuration.layers[index].window = window }
      return configuration
    },
    write: { configuration in
      var members = configuration.windowMembers
      members["layer_types"] = nil
      return configuration.rotaryMembers(more: members)
    }, makeDecoder: MistralDecoder.init)
}
