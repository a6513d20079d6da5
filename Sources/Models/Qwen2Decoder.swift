public import NeuralNetworks
public import Torch

/// Qwen2 and Qwen2.5 (arXiv:2407.10671): Llama with a bias on queries, keys and values.
public struct Qwen2Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(hasInputBias: true)
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
  static let qwen2 = FamilyFormat(
    languageArchitecture: "Qwen2ForCausalLM", scalarArchitecture: "Qwen2ForSequenceClassification",
    presets: Presets(hasAttentionBias: true),
    read: { reader in
      var configuration = try ModelConfiguration(.qwen2, reader)
      try configuration.readQwenWindows(reader)
      return configuration
    },
    write: { $0.rotaryMembers(more: $0.qwenWindowMembers) }, makeDecoder: Qwen2Decoder.init)
}

extension ModelConfiguration {
  /// Gives the last layers a window, where the file asks for windows at all.
  mutating func readQwenWindows(_ reader: ConfigurationReader) throws {
    let hasWindows = try reader.boolean("use_sliding_window", orElse: false)
    let window = try hasWindows ? reader.optionalInteger("sliding_window", orElse: 4096) : nil
    let first = try reader.integer("max_window_layers", orElse: 28)
    try readWindows(of: window, reader) { $0 >= first }
  }

  /// What Qwen's files say of windows.
  var qwenWindowMembers: [String: JSON] {
    let first = layers.firstIndex { $0.window != nil }
    return windowMembers.merging([
      "use_sliding_window": .boolean(first != nil),
      "max_window_layers": .integer(first ?? layerCount),
    ]) { _, new in new }
  }
}
