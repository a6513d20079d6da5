import NeuralNetworks
public import Torch

/// A stack of layers that turns tokens into hidden states, each of which knows what came before it.
public protocol Decoder {
  /// The vector of each token. `[vocabulary, width]`
  var embedding: Tensor { get }

  /// Finds the hidden states after the final normalization.
  ///
  /// With a cache, `tokens` follow those that it holds: they see its slots and their own, which are
  /// written to it. `.allowed` is then of the shape `[batch, 1, time, length before + time]`;
  /// `.causal` means that every token sees all slots up to its own.
  ///
  /// - Parameters:
  ///   - tokens: `[batch, time]`, int64
  ///   - positions: Of each token in its text, counted from 0; at most the number of slots before
  ///     it. `[batch, time]`, int64
  ///   - attention: Which tokens each one sees.
  /// - Returns: `[batch, time, width]`
  func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor
}

extension Decoder {
  /// Finds the hidden states after the final normalization, without a cache.
  ///
  /// - Returns: `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern
  ) -> Tensor { hiddenStates(of: tokens, at: positions, attention, cache: nil) }
}

/// Builds the decoder that a configuration describes, with weights from a scope.
func makeDecoder(
  _ configuration: ModelConfiguration, _ scope: ParameterScope
) throws -> any Decoder {
  switch configuration.family {
  case .llama: try LlamaDecoder(configuration, scope)
  case .qwen2: try Qwen2Decoder(configuration, scope)
  case .qwen3: try Qwen3Decoder(configuration, scope)
  case .gpt2: try GPT2Decoder(configuration, scope)
  }
}

extension AttentionPattern {
  /// The pattern over `past` slots and then `time` new ones, in a form for all layers.
  func covering(_ time: Int, after past: Int, on device: Device) -> AttentionPattern {
    guard case .causal = self else { return self }
    if time == 1 { return .full }
    if past == 0 { return .causal }
    let everything = Tensor.ones([time, past + time], .bool, on: device)
    return .allowed(everything.lowerTriangle(diagonal: past).reshaped([1, 1, time, past + time]))
  }
}
