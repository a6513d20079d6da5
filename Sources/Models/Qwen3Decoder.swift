public import NeuralNetworks
public import Torch

/// Qwen3 (arXiv:2505.09388): Llama with normalized queries and keys.
public struct Qwen3Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias,
      normalizesHeads: true)
    trunk = try RotaryTrunk(configuration, kind, scope["model"])
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { trunk.embedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor { trunk.hiddenStates(of: tokens, at: positions, attention, cache: cache) }
}
