public import NeuralNetworks
public import Torch

/// SmolLM3: Llama in which some layers know nothing of positions.
///
/// Such layers are “NoPE” in Yang et al. 2025 (arXiv:2501.18795).
public struct SmolLM3Decoder: Decoder {
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

extension FamilyFormat {
  static let smolLM3 = FamilyFormat(
    languageArchitecture: "SmolLM3ForCausalLM",
    scalarArchitecture: "SmolLM3ForSequenceClassification",
    presets: Presets(keyValueHeadCount: 4, tiesEmbeddings: true),
    read: { reader in
      var configuration = try ModelConfiguration(.smolLM3, reader, smolLM3RotaryKeys)
      let knowsPosition = try reader.layersWithPositions(configuration.layerCount)
      let hasWindows = try reader.boolean("use_sliding_window", orElse: false)
      let window = try hasWindows ? reader.optionalInteger("sliding_window") : nil
      try configuration.readWindows(of: window, reader) { !knowsPosition[$0] }
      for index in configuration.layers.indices where !knowsPosition[index] {
        configuration.layers[index].rotary = nil
      }
      configuration.hasAttentionBias = try reader.boolean("attention_bias", orElse: false)
      configuration.hasFeedForwardBias = try reader.boolean("mlp_bias", orElse: false)
      return configuration
    },
    write: { configuration in
      var members = configuration.windowMembers
      members["use_sliding_window"] = .boolean(configuration.layers.contains { $0.window != nil })
      members["no_rope_layers"] = .array(
        configuration.layers.map { .integer($0.rotary == nil ? 0 : 1) })
      members["attention_bias"] = .boolean(configuration.hasAttentionBias)
      members["mlp_bias"] = .boolean(configuration.hasFeedForwardBias)
      return configuration.rotaryMembers(smolLM3RotaryKeys, more: members)
    }, makeDecoder: SmolLM3Decoder.init)
}

private let smolLM3RotaryKeys = RotaryKeys(presetBase: 2_000_000)

extension ConfigurationReader {
  /// Whether layers turn queries and keys: `no_rope_layers`, in which 1 means that they do, or all
  /// but each nth.
  fileprivate func layersWithPositions(_ count: Int) throws -> [Bool] {
    guard let numbers = try optionalNumbers("no_rope_layers") else {
      let period = try integer("no_rope_layer_interval", orElse: 4)
      guard period > 0 else {
        throw ModelError.wrongValue(
          key: "no_rope_layer_interval", value: "\(period)", due: "a positive number", path: path)
      }
      return (1...max(count, 1)).map { $0 % period != 0 }
    }
    guard numbers.count >= count else {
      throw ModelError.wrongValue(
        key: "no_rope_layers", value: "\(numbers.count) numbers", due: "a list of \(count)",
        path: path)
    }
    return numbers.map { $0 != 0 }
  }
}
