/// What a head says of its targets, found by parts of the vocabulary.
///
/// Without the logits of all tokens at once, unless they are few: it is libCTorch's own, for float32 on the CPU, and has gradients.
///
/// - Parameters:
///   - hidden: `[tokens, width]`
///   - weight: `[vocabulary, width]`
///   - targets: `[tokens]`, int64
///   - temperature: What logits are divided by.
///   - softcap: The bound that logits are pressed into before that.
///   - differentiatesEntropies: Whether gradients flow through the entropies, too.
/// - Returns: The log probabilities of the targets, the entropies, whether the targets are the likeliest, and the logs of
///   Σᵥ p(v)². `[tokens]` each
public func vocabularyHead(
  hidden: Tensor, weight: Tensor, targets: Tensor, temperature: Double, softcap: Double?,
  differentiatesEntropies: Bool
) -> (logProbabilities: Tensor, entropies: Tensor, isBest: Tensor, logCollisions: Tensor) {
  let found = Op.vocabularyHead.all(
    .tensor(hidden), .tensor(weight), .tensor(targets), .number(temperature),
    .number(softcap ?? 0), .boolean(differentiatesEntropies), upTo: 4)
  return (found[0], found[1], found[2], found[3])
}
