import Models
import Tokenizers
import Torch

/// The log probabilities of all steps, left on the device until the end.
struct LogProbabilityRecord {
  private var rows: [Int] = []
  private var values: [Tensor] = []

  /// - Parameter logProbabilities: `[batch]`
  mutating func append(_ logProbabilities: Tensor, of rows: [Int]) {
    self.rows += rows
    values.append(logProbabilities)
  }

  /// What each of `count` rows was given, in order; a row that has ended may have more than tokens.
  func byRow(_ count: Int) -> [[Float]] {
    var found = [[Float]](repeating: [], count: count)
    guard !values.isEmpty else { return found }
    let all = Tensor.concatenation(of: values, along: 0).floats
    for (row, value) in zip(rows, all) { found[row].append(value) }
    return found
  }
}

/// Checks that every prompt can be continued.
func check(_ prompts: [[Int]], _ configuration: ModelConfiguration) throws {
  let size = configuration.vocabularySize
  for (index, prompt) in prompts.enumerated() {
    if prompt.isEmpty { throw GenerationError.emptyPrompt(prompt: index + 1) }
    if prompt.count >= configuration.contextLength {
      throw GenerationError.promptTooLong(
        prompt: index + 1, tokenCount: prompt.count,
        contextLength: configuration.contextLength)
    }
    if let token = prompt.first(where: { !(0..<size).contains($0) }) {
      throw GenerationError.tokenOutOfRange(
        prompt: index + 1, token: token, vocabularySize: size)
    }
  }
}

/// One empty draft for each prompt.
func openDrafts(
  after prompts: [[Int]], _ configuration: ModelConfiguration, _ sampling: SamplingConfiguration,
  _ tokenizer: Tokenizer?
) throws -> [Draft] {
  var finder: StopStringFinder?
  if !sampling.stopStrings.isEmpty {
    guard let tokenizer else { throw GenerationError.stopStringsNeedTokenizer }
    finder = StopStringFinder(sampling.stopStrings, tokenizer)
  }
  return prompts.map { Draft(room: configuration.contextLength - $0.count, finder: finder) }
}

/// The tokens that end a completion.
func stopTokens(
  of sampling: SamplingConfiguration, _ configuration: ModelConfiguration
) -> Set<Int> {
  let own = sampling.stopsAtEndOfText ? configuration.endTokens : []
  return Set(sampling.stopTokens + own)
}

/// The drafts, which have all ended, with the log probabilities of their tokens.
///
/// - Parameter prompts: The places of their prompts, for error messages.
func completions(
  _ drafts: [Draft], _ record: LogProbabilityRecord, of prompts: [Int]
) throws -> [Completion] {
  let logProbabilities = record.byRow(drafts.count)
  return try drafts.enumerated().map { row, draft in
    let values = Array(logProbabilities[row].prefix(draft.tokens.count))
    if let index = values.firstIndex(where: { !$0.isFinite }) {
      throw GenerationError.notFinite(prompt: prompts[row] + 1, tokenIndex: index)
    }
    guard let finishReason = draft.finishReason else {
      preconditionFailure("completion \(row) has \(draft.tokens.count) tokens and has not ended")
    }
    return Completion(
      tokens: draft.tokens, logProbabilities: values, finishReason: finishReason,
      stopString: draft.stopString)
  }
}
