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
  ///   - wanted: The places in time whose states are asked for; all when nil. Of the others the last
  ///     layer makes keys and values, and nothing that follows. `[wanted]`, int64
  /// - Returns: `[batch, wanted or time, width]`
  func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor?,
    cache: KeyValueCache?
  ) -> Tensor
}

extension Decoder {
  /// Finds the hidden states of some places, or of all, after the final normalization, without a
  /// cache.
  ///
  /// - Returns: `[batch, wanted or time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, wanted: Tensor? = nil
  ) -> Tensor { hiddenStates(of: tokens, at: positions, attention, wanted: wanted, cache: nil) }

  /// Finds the hidden states of all tokens after the final normalization.
  ///
  /// - Returns: `[batch, time, width]`
  public func hiddenStates(
    of tokens: Tensor, at positions: Tensor, _ attention: AttentionPattern, cache: KeyValueCache?
  ) -> Tensor { hiddenStates(of: tokens, at: positions, attention, wanted: nil, cache: cache) }
}
