public import Torch

/// Finds the log probability of each target under the distribution that a head gives.
///
///     log p(y) = zᵧ − log Σᵥ exp zᵥ,   z = W·h / T
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
///   - tokensPerChunk: How many tokens are worked on at once; positive.
/// - Returns: The log probability of each target in nats, to which gradients flow; the entropy of
///   each distribution in nats, cut off from gradients; and whether the target is the likeliest
///   token, the first of equals. `[tokens]` each: float32 (float64 for such input), likewise, bool.
public func headLogProbabilities(
  hidden: Tensor, outputWeight: Tensor, targets: Tensor, temperature: Double = 1,
  tokensPerChunk: Int = 2048
) -> (logProbabilities: Tensor, entropies: Tensor, isBest: Tensor) {
  let (count, width) = hidden.shape2
  precondition(
    targets.shape == [count],
    "one target per hidden state: \(count) states \(hidden.shape), targets \(targets.shape)")
  precondition(
    outputWeight.shape2.1 == width,
    "the head's width is that of hidden: \(outputWeight.shape), \(hidden.shape)")
  precondition(temperature > 0, "the temperature is positive: \(temperature)")
  precondition(tokensPerChunk > 0, "tokens per chunk are positive: \(tokensPerChunk)")

  let starts = count == 0 ? [0] : Array(stride(from: 0, to: count, by: tokensPerChunk))
  let chunks = starts.map { start in
    let range = start..<min(start + tokensPerChunk, count)
    return chunkLogProbabilities(
      hidden.slice(range, along: 0), outputWeight, targets.slice(range, along: 0), temperature)
  }
  guard chunks.count > 1 else { return chunks[0] }
  return (
    .concatenation(of: chunks.map(\.logProbabilities), along: 0),
    .concatenation(of: chunks.map(\.entropies), along: 0),
    .concatenation(of: chunks.map(\.isBest), along: 0)
  )
}

private func chunkLogProbabilities(
  _ hidden: Tensor, _ outputWeight: Tensor, _ targets: Tensor, _ temperature: Double
) -> (logProbabilities: Tensor, entropies: Tensor, isBest: Tensor) {
  var logits = hidden.linear(outputWeight).inFullPrecision  // [tokens, vocabulary]
  if temperature != 1 { logits = logits / temperature }
  let all = logits.logSoftmax(along: -1)
  let (entropies, isBest) = withoutGradients {
    (-(all.exp() * all).sum(along: -1), all.argmax(along: -1) .== targets)
  }
  let ofTargets = all.gathered(along: -1, at: targets.unsqueezed(-1)).squeezed(-1)
  return (ofTargets, entropies, isBest)
}
