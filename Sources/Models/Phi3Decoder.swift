public import NeuralNetworks
public import Torch

/// Phi-3 (arXiv:2404.14219): Llama with one map for queries, keys and values, and one for both
/// halves of a feed-forward layer.
public struct Phi3Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    trunk = try RotaryTrunk(configuration, scope["model"]) {
      try Phi3Layer(configuration, layer: $0, $1)
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

private struct Phi3Layer: DecoderLayer {
  let attentionNorm: RMSNorm
  let inputMap: Linear
  let outputMap: Linear
  let feedForwardNorm: RMSNorm
  let gateAndUpMap: Linear
  let downMap: Linear
  let activation: ModelConfiguration.Activation
  let headCount: Int
  let keyHeadCount: Int
  let mix: HeadMixing

  init(_ configuration: ModelConfiguration, layer: Int, _ scope: ParameterScope) throws {
    let (width, hidden) = (configuration.width, configuration.hiddenWidth)
    headCount = configuration.headCount
    keyHeadCount = configuration.keyValueHeadCount
    let queryWidth = headCount * configuration.headWidth
    let inputWidth = queryWidth + 2 * keyHeadCount * configuration.headWidth
    func map(_ scope: ParameterScope, from: Int, to: Int) throws -> Linear {
      let deviation = configuration.initializationDeviation
      return try Linear(scope, from: from, to: to, initially: .normal(deviation))
    }
    attentionNorm = try configuration.norm(scope["input_layernorm"])
    inputMap = try map(scope["self_attn"]["qkv_proj"], from: width, to: inputWidth)
    outputMap = try map(scope["self_attn"]["o_proj"], from: queryWidth, to: width)
    feedForwardNorm = try configuration.norm(scope["post_attention_layernorm"])
    gateAndUpMap = try map(scope["mlp"]["gate_up_proj"], from: width, to: 2 * hidden)
    downMap = try map(scope["mlp"]["down_proj"], from: hidden, to: width)
    activation = configuration.activation
    mix = HeadMixing(configuration, layer: layer)
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let x = view.wanted(of: x) + attend(attentionNorm(x), view, cache)
    return x + feed(feedForwardNorm(x))
  }

  private func attend(_ x: Tensor, _ view: LayerView, _ cache: KeyValueCache?) -> Tensor {
    let (batch, time, _) = x.shape3
    // All heads of the queries, then those of the keys, then those of the values.
    let heads = inputMap(x).reshaped([batch, time, -1, mix.headWidth])
    let keys = headCount..<headCount + keyHeadCount
    let mixed = mix(
      queries: heads.slice(0..<headCount, along: 2), keys: heads.slice(keys, along: 2),
      values: heads.suffix(from: keys.upperBound, along: 2), view, cache: cache)
    return outputMap(mixed)
  }

  private func feed(_ x: Tensor) -> Tensor {
    let mapped = gateAndUpMap(x)
    let hidden = mapped.shape3.2 / 2
    let halves = mapped.split(into: [hidden, hidden], along: -1)
    return downMap(activation(halves[0]) * halves[1])
  }
}

extension FamilyFormat {
  static let phi3 = FamilyFormat(
    languageArchitecture: "Phi3ForCausalLM", scalarArchitecture: "Phi3ForSequenceClassification",
    presets: Presets(maximumPositions: 4096, normEpsilon: 1e-5),
    read: { reader in
      try reader.refuse("layer_types")
      var configuration = try ModelConfiguration(.phi3, reader, phi3RotaryKeys)
      let window = try reader.optionalInteger("sliding_window")
      for index in configuration.layers.indices { configuration.layers[index].window = window }
      return configuration
    },
    write: { configuration in
      var members = configuration.windowMembers
      members["layer_types"] = nil
      if case .longrope(let longrope)? = configuration.layers.first?.rotary?.scaling {
        // For transformers this one counts, and not that of `rope_parameters`.
        members["original_max_position_embeddings"] = .integer(longrope.originalPositions)
      }
      return configuration.rotaryMembers(phi3RotaryKeys, more: members)
    }, makeDecoder: Phi3Decoder.init)
}

private let phi3RotaryKeys = RotaryKeys(
  share: "partial_rotary_factor", presetOriginalPositions: 4096,
  kinds: ["su": "longrope", "yarn": "longrope"])
