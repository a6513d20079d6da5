public import Batches

/// How much one forward pass is given.
public struct PassSize: Sendable, Hashable {
  /// Tokens that are read.
  public var tokenCount: Int
  /// The tokens of the longest sequence.
  public var time: Int
  /// Tokens that are predicted, and so reach the head.
  public var predictedCount: Int

  /// Collects the numbers.
  public init(tokenCount: Int, time: Int, predictedCount: Int) {
    self.tokenCount = tokenCount
    self.time = time
    self.predictedCount = predictedCount
  }

  /// The size of a pass over some sequences.
  public init(_ sequences: [TokenizedSequence]) {
    self.init(
      tokenCount: UnpaddedTokens.count(of: sequences),
      time: sequences.map(\.tokens.count).max() ?? 0,
      predictedCount: sequences.reduce(0) { $0 + $1.learnedTokenCount })
  }
}
