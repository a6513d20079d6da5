/// A completion that was judged by itself, as token ids.
public struct JudgedSequence: Sendable {
  /// The ids.
  public var sequence: TokenizedSequence
  /// Whether it is desirable.
  public var isDesirable: Bool

  /// Puts the two together.
  public init(_ sequence: TokenizedSequence, isDesirable: Bool) {
    self.sequence = sequence
    self.isDesirable = isDesirable
  }
}

/// Puts the completion of the row before behind each prompt; the first gets the last one's.
///
/// So the completions are such as somebody wrote, to prompts that they do not answer. None gets longer
/// than the longest of the rows was.
public func mismatched(_ rows: [TokenizedSequence]) -> [TokenizedSequence] {
  let longest = rows.map(\.tokens.count).max() ?? 0
  return rows.indices.map { index in
    let prompt = rows[index].prompt
    let completion = rows[(index + rows.count - 1) % rows.count].completion
    return TokenizedSequence(
      tokens: Array((prompt + completion).prefix(longest)), completionStart: prompt.count,
      source: rows[index].source)
  }
}
