import Models

/// The most logits that are kept, and those that each of two halves of a pass has at work, as libCTorch's
/// `vocabulary_head` has it.
private let (mostKeptLogits, workingLogits) = (1 << 25, 2 * (1 << 21))

/// Bytes of a number outside of matrix products.
private let byteCount = 4

extension MemoryCosts {
  /// Bytes of the layers that stay until the backward pass.
  func keptBytes(of pass: PassSize) -> Int {
    pass.tokenCount * (keptBytesPerToken + pass.time * keptBytesPerPair) + keptBytesPerPass
  }

  /// Bytes that exist while a layer is at work.
  func passingBytes(of pass: PassSize) -> Int {
    pass.tokenCount * passingBytesPerToken + passingBytes
  }

  /// Bytes that a forward pass without gradients needs: those of a layer, or of the head's logits.
  func forwardBytes(of pass: PassSize) -> Int {
    max(passingBytes(of: pass), workingLogitBytes(of: pass))
  }

  /// Bytes of logits that stay until the backward pass; none where they are found again.
  func keptLogitBytes(of pass: PassSize) -> Int {
    let count = pass.predictedCount * vocabularySize
    return count > mostKeptLogits ? 0 : count * byteCount
  }

  /// Bytes of the head at work: the logits of a part of the vocabulary, and backward their gradient.
  func workingLogitBytes(of pass: PassSize) -> Int {
    2 * min(pass.predictedCount * vocabularySize, workingLogits) * byteCount
  }
}
