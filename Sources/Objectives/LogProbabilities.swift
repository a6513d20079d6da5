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
/// Every loss takes its log probabilities from here. In float32 on the CPU, log Σ, entropy and the likeliest word
/// come from one pass over parts of the vocabulary, of whose logits at most 128 MB are kept for the backward pass;
/// beyond that it finds them again. Elsewhere the logits of at most `tokensPerChunk` tokens exist at one time, in
/// the backward pass too, which finds them again where there are several chunks.
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
///   - tokensPerChunk: How many tokens are worked on at once, positive; when nil, as many as have 2²⁶ logits.
public func headLogProbabilities(
  hidden: Tensor, outputWeight: Tensor, targets: Tensor, temperature: Double = 1,
  softcap: Double? = nil, findingCollisions: Bool = false, differentiatingEntropies: Bool = false,
  tokensPerChunk: Int? = nil
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
  let tokensPerChunk = tokensPerChunk ?? max(1, mostLogits / max(1, outputWeight.shape2.0))
  precondition(tokensPerChunk > 0, "tokens per chunk are positive: \(tokensPerChunk)")

  let head = Head(
    temperature: temperature, softcap: softcap, findingCollisions: findingCollisions,
    differentiatingEntropies: differentiatingEntropies)
  if hasOwnOperators(for: hidden.dtype, on: hidden.device), outputWeight.dtype == .float32 {
    return head.foundByParts(hidden, outputWeight, targets)
  }
  guard count > tokensPerChunk else { return head.found(hidden, outputWeight, targets) }
  let chunks = stride(from: 0, to: count, by: tokensPerChunk).map { start in
    let range = start..<min(start + tokensPerChunk, count)
    return head.recomputed(
      hidden.slice(range, along: 0), outputWeight, targets.slice(range, along: 0))
  }
  func joined(_ part: (HeadLogProbabilities) -> Tensor) -> Tensor {
    .concatenation(of: chunks.map(part), along: 0)
  }
  return HeadLogProbabilities(
    logProbabilities: joined(\.logProbabilities), entropies: joined(\.entropies),
    isBest: joined(\.isBest),
    logCollisions: findingCollisions
      ? .concatenation(of: chunks.compactMap(\.logCollisions), along: 0) : nil)
}

/// The most logits that exist at one time where libtorch's operators make them; 256 MB in float32.
private let mostLogits = 1 << 26

/// What is asked of a head.
private struct Head {
  let temperature: Double
  let softcap: Double?
  let findingCollisions: Bool
  let differentiatingEntropies: Bool

  /// By libCTorch's own operator.
  func foundByParts(
    _ hidden: Tensor, _ outputWeight: Tensor, _ targets: Tensor
  ) -> HeadLogProbabilities {
    let found = vocabularyHead(
      hidden: hidden, weight: outputWeight, targets: targets, temperature: temperature,
      softcap: softcap, differentiatesEntropies: differentiatingEntropies)
    return HeadLogProbabilities(
      logProbabilities: found.logProbabilities, entropies: found.entropies, isBest: found.isBest,
      logCollisions: findingCollisions ? found.logCollisions : nil)
  }

  /// - Parameters: As those of `headLogProbabilities`.
  func found(
    _ hidden: Tensor, _ outputWeight: Tensor, _ targets: Tensor
  ) -> HeadLogProbabilities {
    let all = distributions(hidden, outputWeight)
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

  /// log p of every token. `[tokens, vocabulary]`
  ///
  /// A function of its own, so that the logits are gone when what is made of it needs room.
  private func distributions(_ hidden: Tensor, _ outputWeight: Tensor) -> Tensor {
    let logits = hidden.linear(outputWeight).inFullPrecision.softcapped(at: softcap)
    return (temperature == 1 ? logits : logits / temperature).logSoftmax(along: -1)
  }

  /// The same, but nothing of the size of the vocabulary is kept for the backward pass.
  func recomputed(
    _ hidden: Tensor, _ outputWeight: Tensor, _ targets: Tensor
  ) -> HeadLogProbabilities {
    var first: HeadLogProbabilities?
    let rows = Torch.recomputed([hidden, outputWeight]) { inputs in
      let found = found(inputs[0], inputs[1], targets)
      first = first ?? found
      let recorded = [found.logProbabilities] + (differentiatingEntropies ? [found.entropies] : [])
      return Tensor.stack(of: recorded)
    }
    guard let first else { preconditionFailure("the head was not run") }
    return HeadLogProbabilities(
      logProbabilities: rows.select(0, along: 0),
      entropies: differentiatingEntropies ? rows.select(1, along: 0) : first.entropies,
      isBest: first.isBest, logCollisions: first.logCollisions)
  }
}
