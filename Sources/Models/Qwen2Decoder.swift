public import NeuralNetworks
public import Torch

/// Qwen2 and Qwen2.5 (arXiv:2407.10671): Llama with a bias on queries, keys and values.
public struct Qwen2Decoder: Decoder {
  private let trunk: RotaryTrunk

  /// Asks the scope for all weights, under the names of `transformers`.
  public init(_ configuration: ModelConfiguration, _ scope: ParameterScope) throws {
    let kind = GroupedQueryAttention.Kind(hasInputBias: true)
    trunk = try RotaryTrunk(configuration, kind, scope["model"])
  }

  /// The vector of each token. `[vocabulary, width]`
  public var embedding: Tensor { trunk.embedding.weight }

  /// Finds the hidden states after the final normalization. `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor { trunk.hiddenStates(of: tokens, at: positions, attention, cache: cache) }
}
