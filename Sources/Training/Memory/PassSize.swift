public import Batches

/// How much one forward pass is given.
public struct PassSize: Sendable, Hashable {
  /// Sequences side by side.
  public var rows: Int
  /// The tokens of the longest, to which all are padded.
  public var time: Int
  /// Tokens that are predicted, and so reach the head.
  public var predictedCount: Int

  /// Collects the numbers.
  public init(rows: Int, time: Int, predictedCount: Int) {
    self.rows = rows
    self.time = time
    self.predictedCount = predictedCount
  }

  /// The size of a pass over some sequences.
  public init(_ sequences: [TokenizedSequence]) {
    self.init(
      rows: sequences.count, time: sequences.map(\.tokens.count).max() ?? 0,
      predictedCount: sequences.reduce(0) { $0 + $1.learnedTokenCount })
  }

  /// Tokens, padding among them.
  public var tokenCount: Int { rows * time }
}
