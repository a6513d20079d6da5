import Models

/// Tokens whose logits exist at one time, as `headLogProbabilities` has it.
private let tokensPerChunk = 2048

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

  /// Bytes of log probabilities that stay until the backward pass; none where they are found again.
  func keptLogitBytes(of pass: PassSize) -> Int {
    pass.predictedCount > tokensPerChunk ? 0 : logitBytes(of: pass)
  }

  /// Bytes of the head at work.
  ///
  /// Forward these are the distributions and two more for their entropies, backward the distributions and
  /// two gradients.
  func workingLogitBytes(of pass: PassSize) -> Int { 3 * logitBytes(of: pass) }

  private func logitBytes(of pass: PassSize) -> Int {
    min(pass.predictedCount, tokensPerChunk) * vocabularySize * byteCount
  }
}
