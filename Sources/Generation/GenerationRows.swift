import Models
import Tokenizers
import Torch

/// The log probabilities of the steps since the batch's rows changed, left on the device.
struct LogProbabilityRecord {
  private var steps: [Tensor] = []

  /// - Parameter logProbabilities: `[batch]`
  mutating func append(_ logProbabilities: Tensor) { steps.append(logProbabilities) }

  /// What each row of the batch was given, in order; they are forgotten.
  mutating func read() -> [[Float]] {
    let all = Tensor.stack(of: steps, along: 1)  // [batch, steps]
    let (batch, count) = all.shape2
    let values = all.floats
    steps = []
    return (0..<batch).map { Array(values[$0 * count..<($0 + 1) * count]) }
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
