public import Torch

/// What a head says of some tokens.
public struct HeadLogProbabilities {
  /// The log probability of each target in nats, to which gradients flow. `[tokens]`, float32, or
  /// float64 for such input
  public let logProbabilities: Tensor
  /// The entropy of each distribution in nats, with gradients where asked for. `[tokens]`
  public let entropies: Tensor
  /// Whether the target is the likeliest token, the first of equals. `[tokens]`, bool
  public let isBest: Tensor
  /// log Σᵥ p(v)², the log of the probability that two draws agree, without gradients; where asked
  /// for. `[tokens]`
  public let logCollisions: Tensor?
}

/// Finds the log probability of each target under the distribution that a head gives.
///
///     log p(y) = zᵧ − log Σᵥ exp zᵥ,   z = W·h / T
///
/// With a softcap c, c·tanh(W·h / c) stands for W·h.
///
/// Every loss takes its log probabilities from here. The logits of at most `tokensPerChunk` tokens
/// exist at one time; where gradients are recorded, the log-softmax of every chunk is kept for the
/// backward pass.
///
/// - Parameters:
///   - hidden: What the decoder says before each target. `[tokens, width]`
///   - outputWeight: W. `[vocabulary, width]`
///   - targets: y, the token that follows. `[tokens]`, int64
///   - temperature: T, what the logits are divided by; positive.
///   - softcap: c, the bound of the logits before that, for models that have one; positive.
///   - findingCollisions: Whether the log of Σᵥ p(v)² is wanted as well.
///   - differentiatingEntropies: Whether gradients flow through the entropies, too, as a bonus for
///     entropy needs; more is then kept for the backward pass.
///   - tokensPerChunk: How many tokens are worked on at once; positive.
public func headLogProbabilities(
  hidden: Tensor, outputWeight: Tensor, targets: Tensor, temperature: Double = 1,
  softcap: Double? = nil, findingCollisions: Bool = false, differentiatingEntropies: Bool = false,
  tokensPerChunk: Int = 2048
) -> HeadLogProbabilities {
  let (count, width) = hidden.shape2
  precondition(
    targets.shape == [count],
    "one target per hidden state: \(count) states \(hidden.shape), targets \(targets.shape)")
  precondition(
    outputWeight.shape2.1 == width,
    "the head's width is that of hidden: \(outputWeight.shape), \(hidden.shape)")
  precondition(temperature > 0, "the temperature is positive: \(temperature)")
  if let softcap { precondition(softcap > 0, "the softcap is positive: \(softcap)") }
  precondition(tokensPerChunk > 0, "tokens per chunk are positive: \(tokensPerChunk)")

  let starts = count == 0 ? [0] : Array(stride(from: 0, to: count, by: tokensPerChunk))
  let chunks = starts.map { start in
    let range = start..<min(start + tokensPerChunk, count)
    return chunkLogProbabilities(
      hidden.slice(range, along: 0), outputWeight, targets.slice(range, along: 0), temperature,
      softcap, findingCollisions, differentiatingEntropies)
  }
  guard chunks.count > 1 else { return chunks[0] }
  func joined(_ part: (HeadLogProbabilities) -> Tensor) -> Tensor {
    .concatenation(of: chunks.map(part), along: 0)
  }
  return HeadLogProbabilities(
    logProbabilities: joined(\.logProbabilities), entropies: joined(\.entropies),
    isBest: joined(\.isBest),
    logCollisions: findingCollisions
      ? .concatenation(of: chunks.compactMap(\.logCollisions), along: 0) : nil)
}

private func chunkLogProbabilities(
  _ hidden: Tensor, _ outputWeight: Tensor, _ targets: Tensor, _ temperature: Double,
  _ softcap: Double?, _ findingCollisions: Bool, _ differentiatingEntropies: Bool
) -> HeadLogProbabilities {
  var logits = hidden.linear(outputWeight).inFullPrecision.softcapped(at: softcap)
  if temperature != 1 { logits = logits / temperature }  // [tokens, vocabulary]
  let all = logits.logSoftmax(along: -1)
  let ofTargets = all.gathered(along: -1, at: targets.unsqueezed(-1)).squeezed(-1)
  func entropies() -> Tensor { -(all.exp() * all).sum(along: -1) }
  let found = differentiatingEntropies ? entropies() : withoutGradients(entropies)
  return withoutGradients {
    HeadLogProbabilities(
      logProbabilities: ofTargets, entropies: found,
      isBest: all.argmax(along: -1) .== targets,
      logCollisions: findingCollisions ? (2 * all).logSumExp(along: -1) : nil)
  }
}
