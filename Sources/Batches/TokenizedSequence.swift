public import Datasets

/// A prompt and its completion as token ids.
public struct TokenizedSequence: Sendable, Hashable {
  /// The ids of both, in order.
  public var tokens: [Int]
  /// The index of the completion's first token.
  public var completionStart: Int
  /// The row that it was made from.
  public var source: RowSource?

  /// Puts a sequence together from its parts.
  public init(tokens: [Int], completionStart: Int, source: RowSource? = nil) {
    precondition(
      (0...tokens.count).contains(completionStart),
      "a completion starts at \(completionStart) of \(tokens.count) tokens")
    self.tokens = tokens
    self.completionStart = completionStart
    self.source = source
  }

  /// The ids of the prompt.
  public var prompt: ArraySlice<Int> { tokens[..<completionStart] }

  /// The ids of the completion.
  public var completion: ArraySlice<Int> { tokens[completionStart...] }
}
