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
