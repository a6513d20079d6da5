import NeuralNetworks
import Torch

/// What Llama and its kin have in common: normalization before each part, grouped queries, rotary
/// positions and gated feed-forward layers.
struct RotaryTrunk {
  private struct Layer {
    let attentionNorm: RMSNorm
    let attention: GroupedQueryAttention
    let feedForwardNorm: RMSNorm
    let feedForward: GatedFeedForward
  }

  let embedding: Embedding
  private let layers: [Layer]
  private let finalNorm: RMSNorm
  private let rotary: RotaryEmbedding

  init(
    _ configuration: ModelConfiguration, _ kind: GroupedQueryAttention.Kind,
    _ scope: ParameterScope
  ) throws {
    func norm(_ scope: ParameterScope) throws -> RMSNorm {
      try RMSNorm(scope, width: configuration.width, epsilon: configuration.normEpsilon)
    }
    embedding = try Embedding(
      scope["embed_tokens"], count: configuration.vocabularySize, width: configuration.width,
      initially: .normal(configuration.initializationDeviation))
    layers = try (0..<configuration.layerCount).map { index in
      let scope = scope["layers"][index]
      return Layer(
        attentionNorm: try norm(scope["input_layernorm"]),
        attention: try GroupedQueryAttention(
          configuration, kind, layer: index, scope["self_attn"]),
        feedForwardNorm: try norm(scope["post_attention_layernorm"]),
        feedForward: try GatedFeedForward(configuration, scope["mlp"]))
    }
    finalNorm = try norm(scope["norm"])
    rotary = RotaryEmbedding(
      width: configuration.headWidth, base: configuration.rotaryBase,
      scaling: configuration.rotaryScaling, maximumPositions: configuration.maximumPositions,
      in: scope.dtype, on: scope.device)
  }

  /// - Returns: `[batch, time, width]`
  func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor {
    let (_, time) = tokens.shape2
    let past = cache?.length ?? 0
    let pattern = attention.covering(time, after: past, on: tokens.device)
    let rotation = rotary.rotation(at: positions, slotCount: past + time)
    var x = embedding(tokens)
    for layer in layers {
      x = x + layer.attention(layer.attentionNorm(x), rotation, pattern, cache: cache)
      x = x + layer.feedForward(layer.feedForwardNorm(x))
    }
    cache?.advance(by: time)
    return finalNorm(x)
  }
}
