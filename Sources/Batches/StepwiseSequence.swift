public import Datasets
import Tokenizers

/// A completion in steps as token ids, with the places where each step ends.
public struct StepwiseSequence: Sendable {
  /// The ids of the prompt and of all steps, each with its separator.
  public var sequence: TokenizedSequence
  /// The index of the last token of each step: its separator's.
  public var ends: [Int]
  /// Whether each step is right.
  public var labels: [Bool]

  /// Puts a completion in steps together from its parts.
  ///
  /// - Precondition: There is a label for each end, and each end is in the completion.
  public init(_ sequence: TokenizedSequence, ends: [Int], labels: [Bool]) {
    precondition(ends.count == labels.count, "\(ends.count) ends have \(labels.count) labels")
    precondition(
      ends.allSatisfy { $0 >= sequence.completionStart && $0 < sequence.tokens.count },
      "steps end at \(ends) of \(sequence.tokens.count) tokens")
    self.sequence = sequence
    self.ends = ends
    self.labels = labels
  }
}

extension SequenceTokenizer {
  /// The ids of a completion in steps.
  ///
  /// Each step and each separator becomes ids by itself, as in TRL, so that a step's end has the same
  /// ids whatever follows it: a step is judged before the next one is written. Steps beyond the maximum
  /// length are left out.
  ///
  /// - Throws: `BatchError` when the prompt leaves no room for the first step.
  public func stepwise(
    _ row: StepwiseCompletion, separator: String
  ) throws -> StepwiseSequence {
    let prompt = try prompt(row.prompt, source: row.source)
    let end = tokenizer.encode(separator)
    guard !end.isEmpty else { throw BatchError.emptyCompletion(row.source) }
    var tokens = prompt
    var ends: [Int] = []
    for step in row.steps {
      let ids = tokenizer.encode(step) + end
      guard tokens.count + ids.count <= maximumLength else { break }
      tokens += ids
      ends.append(tokens.count - 1)
    }
    guard !ends.isEmpty else {
      throw BatchError.promptTooLong(
        row.source, tokenCount: prompt.count, maximum: maximumLength)
    }
    return StepwiseSequence(
      TokenizedSequence(tokens: tokens, completionStart: prompt.count, source: row.source),
      ends: ends, labels: Array(row.labels.prefix(ends.count)))
  }
}
