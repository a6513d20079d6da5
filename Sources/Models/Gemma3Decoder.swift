public import NeuralNetworks
public import Torch

/// Gemma 3's language model (arXiv:2503.19786): most layers have a window and a rotary embedding of
/// short waves, every sixth sees all.
public struct Gemma3Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let scale = Double(configuration.width).squareRoot()
    trunk = try RotaryTrunk(configuration, scope["model"], embeddingScale: scale) {
      try GemmaLayer(configuration, normalization: .heads, layer: $0, $1)
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
  static let gemma3 = FamilyFormat(
    languageArchitecture: "Gemma3ForCausalLM",
    scalarArchitecture: "Gemma3TextForSequenceClassification",
    presets: .gemma(maximumPositions: 131_072), normsAddOne: true,
    read: { reader in
      var configuration = try ModelConfiguration(.gemma3, reader, nil)
      let window = try reader.integer("sliding_window", orElse: 4096)
      let period = try reader.integer("sliding_window_pattern", orElse: 6)
      guard period > 0 else {
        throw ModelError.wrongValue(
          key: "sliding_window_pattern", value: "\(period)", due: "a positive number",
          path: reader.path)
      }
      try configuration.readWindows(of: window, reader) { ($0 + 1) % period != 0 }
      try configuration.readGemmaSettings(reader, presetLogitSoftcap: nil)
      // transformers keeps this number and computes without it.
      try reader.refuse("attn_logit_softcapping")
      try configuration.readGemma3Rotary(reader)
      return configuration
    },
    write: { configuration in
      configuration.rotaryMembers(more: configuration.gemmaMembers)
        .merging(configuration.gemma3RotaryMembers) { _, new in new }
    }, makeDecoder: Gemma3Decoder.init)
}

private let globalKeys = RotaryKeys(presetBase: 1_000_000)
private let localKeys = RotaryKeys(base: "rope_local_base_freq")

extension ModelConfiguration {
  /// Reads one rotary embedding for layers that see all and another for those with a window.
  fileprivate mutating func readGemma3Rotary(_ reader: ConfigurationReader) throws {
    let both = try reader.object("rope_parameters")
    // Older files stretch the first one only.
    let inner = try both?.object(LayerType.full.rawValue) ?? reader.object("rope_scaling")
    let global = try globalKeys.read(inner, in: reader, maximumPositions)
    let local = try localKeys.read(
      both?.object(LayerType.window.rawValue), in: reader, maximumPositions)
    for index in layers.indices {
      layers[index].rotary = layers[index].window == nil ? global : local
    }
  }

  fileprivate var gemma3RotaryMembers: [String: JSON] {
    let global = layers.first { $0.window == nil }?.rotary ?? Rotary(base: globalKeys.presetBase)
    let local = layers.first { $0.window != nil }?.rotary ?? Rotary(base: localKeys.presetBase)
    return [
      "rope_parameters": .object([
        LayerType.full.rawValue: .object(global.members()),
        LayerType.window.rawValue: .object(local.members()),
      ]),
      globalKeys.base: .number(global.base), localKeys.base: .number(local.base),
    ]
  }
}
