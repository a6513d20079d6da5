public import Datasets
import Runs

/// Two completions of one prompt as token ids.
public struct TokenizedComparison: Sendable {
  /// The one that was preferred.
  public var chosen: TokenizedSequence
  /// The other.
  public var rejected: TokenizedSequence
  /// What it has in common with the other pairs of the same judgement; nothing for a lone pair.
  public var group: PairGroup?

  /// Puts a comparison together from its parts.
  public init(
    chosen: TokenizedSequence, rejected: TokenizedSequence, group: PairGroup? = nil
  ) {
    self.chosen = chosen
    self.rejected = rejected
    self.group = group
  }
}

extension SequenceTokenizer {
  /// The ids of all demonstrations; those that do not fit are refused, or skipped and listed.
  public func sequences(
    _ rows: [Demonstration], badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<TokenizedSequence> {
    try converted(rows, badRows, source: \.source) {
      try sequence(prompt: $0.prompt, completion: $0.completion, source: $0.source)
    }
  }

  /// The ids of all rankings.
  public func rankings(
    _ rows: [Ranking], badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<TokenizedRanking> {
    try converted(rows, badRows, source: \.source) { row in
      let sequences = try row.completions.map {
        try sequence(prompt: row.prompt, completion: $0, source: row.source)
      }
      return TokenizedRanking(
        sequences: sequences, ranks: row.ranks, margin: row.margin,
        probability: row.probability, group: PairGroup(named: row.groupID, source: row.source))
    }
  }

  /// The ids of all comparisons.
  public func comparisons(
    _ rows: [Comparison], badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<TokenizedComparison> {
    try converted(rows, badRows, source: \.source) { row in
      TokenizedComparison(
        chosen: try sequence(prompt: row.prompt, completion: row.chosen, source: row.source),
        rejected: try sequence(prompt: row.prompt, completion: row.rejected, source: row.source),
        group: PairGroup(named: row.groupID, source: row.source))
    }
  }

  /// The ids of all completions that were judged one by one.
  public func judged(
    _ rows: [JudgedCompletion], badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<JudgedSequence> {
    try converted(rows, badRows, source: \.source) {
      JudgedSequence(
        try sequence(prompt: $0.prompt, completion: $0.completion, source: $0.source),
        isDesirable: $0.isDesirable)
    }
  }

  /// The ids of all prompts.
  public func prompts(
    _ rows: [Prompt], badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<TokenizedPrompt> {
    try converted(rows, badRows, source: \.source) {
      TokenizedPrompt(tokens: try prompt($0.content, source: $0.source), prompt: $0)
    }
  }

  /// The ids of all completions in steps.
  ///
  /// - Parameter separator: What ends each step.
  public func stepwise(
    _ rows: [StepwiseCompletion], separator: String, badRows: BadRowPolicy = .refuse
  ) throws -> Loaded<StepwiseSequence> {
    try converted(rows, badRows, source: \.source) { try stepwise($0, separator: separator) }
  }

  /// Rows by the block, each block by all threads; the first row that is refused ends it.
  private func converted<Row: Sendable, Converted: Sendable>(
    _ rows: [Row], _ badRows: BadRowPolicy, source: (Row) -> RowSource?,
    _ convert: @Sendable (Row) throws -> Converted
  ) throws -> Loaded<Converted> {
    var loaded = Loaded<Converted>(rows: [])
    for block in rows.chunked(by: 1024) {
      let outcomes = block.concurrentMap(threads: threads) { row in Result { try convert(row) } }
      for (row, outcome) in zip(block, outcomes) {
        do {
          loaded.rows.append(try outcome.get())
        } catch let error as BatchError where badRows == .skip && error.isAboutOneRow {
          let number = loaded.rows.count + loaded.skipped.count + 1
          loaded.skipped.append(
            BadRow(
              source: source(row) ?? RowSource(file: "row", line: number), column: nil,
              reason: error.reason, advice: error.advice))
        }
      }
    }
    return loaded
  }
}

/// A prompt as token ids, with the row that it came from.
public struct TokenizedPrompt: Sendable {
  /// The ids.
  public var tokens: [Int]
  /// The row: its text and the columns that a reward may need.
  public var prompt: Prompt

  /// Puts a prompt together from its parts.
  public init(tokens: [Int], prompt: Prompt) {
    self.tokens = tokens
    self.prompt = prompt
  }
}
