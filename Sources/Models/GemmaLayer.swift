import NeuralNetworks
import Torch

/// A layer of Gemma 2 and 3, with a normalization before and after each part.
struct GemmaLayer: DecoderLayer {
  let attentionNorm: RMSNorm
  let attention: GroupedQueryAttention
  let attendedNorm: RMSNorm
  let feedForwardNorm: RMSNorm
  let feedForward: GatedFeedForward
  let fedNorm: RMSNorm

  init(
    _ configuration: ModelConfiguration, normalization: GroupedQueryAttention.Kind.Normalization?,
    layer: Int, _ scope: ParameterScope
  ) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias,
      normalization: normalization)
    attentionNorm = try configuration.norm(scope["input_layernorm"])
    attention = try GroupedQueryAttention(configuration, kind, layer: layer, scope["self_attn"])
    attendedNorm = try configuration.norm(scope["post_attention_layernorm"])
    feedForwardNorm = try configuration.norm(scope["pre_feedforward_layernorm"])
    feedForward = try GatedFeedForward(configuration, scope["mlp"])
    fedNorm = try configuration.norm(scope["post_feedforward_layernorm"])
  }

  func callAsFunction(_ x: Tensor, _ view: LayerView, cache: KeyValueCache?) -> Tensor {
    let x = view.wanted(of: x) + attendedNorm(attention(attentionNorm(x), view, cache: cache))
    return x + fedNorm(feedForward(feedForwardNorm(x)))
  }
}

extension Presets {
  /// What Gemma's files say alike.
  static func gemma(maximumPositions: Int) -> Presets {
    Presets(
      ownKeys: ["hidden_act": "hidden_activation"], maximumPositions: maximumPositions,
      keyValueHeadCount: 4, headWidth: 256, activation: .geluApproximation, tiesEmbeddings: true)
  }
}

extension ModelConfiguration {
  /// Reads what Gemma's files say alike: biases, the scale of the attention, the logits' bound.
  mutating func readGemmaSettings(
    _ reader: ConfigurationReader, presetLogitSoftcap: Double?
  ) throws {
    try reader.refuse("use_bidirectional_attention", unless: .boolean(false))
    hasAttentionBias = try reader.boolean("attention_bias", orElse: false)
    let divisor = try reader.number("query_pre_attn_scalar", orElse: 256)
    guard divisor > 0 else {
      throw ModelError.wrongValue(
        key: "query_pre_attn_scalar", value: "\(divisor)", due: "a positive number",
        path: reader.path)
    }
    attentionScale = divisor == Double(headWidth) ? nil : 1 / divisor.squareRoot()
    softcaps.logits = try reader.optionalNumber(
      "final_logit_softcapping", orElse: presetLogitSoftcap)
  }

  /// What Gemma's files say alike.
  var gemmaMembers: [String: JSON] {
    let scale = attentionScale ?? 1 / Double(headWidth).squareRoot()
    var members = windowMembers
    members["attention_bias"] = .boolean(hasAttentionBias)
    members["query_pre_attn_scalar"] = .integer(Int((1 / (scale * scale)).rounded()))
    members["final_logit_softcapping"] = softcaps.logits.map(JSON.number) ?? .null
    members["attn_logit_softcapping"] = softcaps.attention.map(JSON.number) ?? .null
    // By the name that Gemma's own files have; other readers know no other.
    let isApproximate = activation == .geluApproximation
    members["hidden_activation"] = .string(isApproximate ? "gelu_pytorch_tanh" : activation.name)
    return members
  }
}
