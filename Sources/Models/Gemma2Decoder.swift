public import NeuralNetworks
public import Torch

/// Gemma 2 (arXiv:2408.00118): bounded scores and logits, and a window in every other layer.
public struct Gemma2Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let scale = Double(configuration.width).squareRoot()
    trunk = try RotaryTrunk(configuration, scope["model"], embeddingScale: scale) {
      try GemmaLayer(configuration, normalization: nil, layer: $0, $1)
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
  static let gemma2 = FamilyFormat(
    languageArchitecture: "Gemma2ForCausalLM",
    scalarArchitecture: "Gemma2ForSequenceClassification",
    presets: .gemma(maximumPositions: 8192), normsAddOne: true,
    read: { reader in
      var configuration = try ModelConfiguration(.gemma2, reader)
      let window = try reader.integer("sliding_window", orElse: 4096)
      try configuration.readWindows(of: window, reader) { $0 % 2 == 0 }
      try configuration.readGemmaSettings(reader, presetLogitSoftcap: 30)
      configuration.softcaps.attention = try reader.optionalNumber(
        "attn_logit_softcapping", orElse: 50)
      return configuration
    },
    write: { $0.rotaryMembers(more: $0.gemmaMembers) }, makeDecoder: Gemma2Decoder.init)
}
