public import NeuralNetworks
public import Torch

/// Llama and what keeps to its architecture.
///
/// Touvron et al. 2023 (arXiv:2302.13971).
public struct LlamaDecoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(
      hasInputBias: configuration.hasAttentionBias, hasOutputBias: configuration.hasAttentionBias)
    trunk = try RotaryTrunk(configuration, kind, scope["model"])
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { trunk.embedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor { trunk.hiddenStates(of: tokens, at: positions, attention, cache: cache) }
}
