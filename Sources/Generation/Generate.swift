import Batches
import Foundation
public import Models
import NeuralNetworks
public import Tokenizers
public import Torch

/// Writes a completion after each prompt.
///
///     read the first prompts at once, those that are alike once, keeping keys and values
///     until every completion has ended:
///       1. choose the next token of each row
///       2. end the rows that have a stop token, a stop string or no room left
///       3. leave out rows that have ended
///       4. read the new tokens
///       5. read prompts that wait into the room that rows have left
///
/// What a row draws depends on its prompt, its index and the generator, not on the other prompts:
/// number `row · most + step` of the generator decides its token at `step`, where `most` is the
/// lesser of `maximumNewTokens` and the context. The generator moves on by `prompts.count · most`
/// numbers, or by none when greedy.
///
/// - Parameters:
///   - prompts: The ids of each; none empty. Their lengths may differ.
///   - generator: Where the random numbers come from.
///   - tokenizer: Needed to find stop strings.
///   - onToken: Called with a prompt's index and each of its tokens, as soon as it is chosen.
///   - onCompletion: Called with a prompt's index and its completion, soon after it has ended; never
///     twice at once.
/// - Returns: One completion for each prompt.
/// - Throws: `GenerationError` for a prompt that cannot be continued, a sampling configuration that
///   means nothing, or logits that are not finite.
public func generate(
  from model: LanguageModel, prompts: [[Int]], _ sampling: SamplingConfiguration,
  using generator: Generator, tokenizer: Tokenizer? = nil,
  onToken: ((_ row: Int, _ token: Int) -> Void)? = nil,
  onCompletion: ((_ row: Int, _ completion: Completion) -> Void)? = nil
) throws -> [Completion] {
  try completions(of: prompts, by: model, sampling, tokenizer, onToken, onCompletion) { steps in
    UniformNumbers(rows: prompts.count, steps: steps, using: generator, on: model.device)
  }
}

/// Writes a completion after each prompt, drawn from a seed of its own.
///
/// A completion depends on its prompt and its seed alone: it is the first one that `generate` makes
/// with a generator of that seed, whatever is generated beside it.
///
/// - Parameter seeds: One for each prompt.
public func generate(
  from model: LanguageModel, prompts: [[Int]], _ sampling: SamplingConfiguration,
  seeds: [UInt64], tokenizer: Tokenizer? = nil,
  onCompletion: ((_ row: Int, _ completion: Completion) -> Void)? = nil
) throws -> [Completion] {
  precondition(seeds.count == prompts.count, "\(prompts.count) prompts have \(seeds.count) seeds")
  return try completions(of: prompts, by: model, sampling, tokenizer, nil, onCompletion) { steps in
    UniformNumbers(seeds: seeds, steps: steps, on: model.device)
  }
}

/// - Parameter draw: Gives the random numbers of so many steps.
private func completions(
  of prompts: [[Int]], by model: LanguageModel, _ sampling: SamplingConfiguration,
  _ tokenizer: Tokenizer?, _ onToken: ((_ row: Int, _ token: Int) -> Void)?,
  _ onCompletion: ((_ row: Int, _ completion: Completion) -> Void)?,
  drawing draw: (_ steps: Int) -> UniformNumbers
) throws -> [Completion] {
  try sampling.validate()
  try check(prompts, model.configuration)
  try sampling.check(model)
  guard !prompts.isEmpty else { return [] }
  let drafts = try openDrafts(after: prompts, model.configuration, sampling, tokenizer)
  let uniforms =
    sampling.isGreedy
    ? nil
    : withoutGradients { draw(min(sampling.maximumNewTokens, model.configuration.contextLength)) }
  let work = DecodingWork(
    model: model, prompts: prompts, sampling: sampling, drafts: drafts, uniforms: uniforms,
    beginsAhead: model.device.kind != .cpu, onToken: onToken, onCompletion: oneAtATime(onCompletion)
  )
  let most = sampling.rowsAtOnce(of: prompts.count)

  return try model.whileDecoding(rowCount: most, precision: sampling.weightPrecision) {
    // Rows do not depend on each other, so that two halves may go at once.
    let parts =
      onToken == nil && most > 1 && model.decodesHalvesAtOnce
      ? halves(of: prompts, most) : (Array(prompts.indices), [])
    guard !parts.1.isEmpty else { return try work.completions(of: parts.0, atMost: most) }
    let found = try both(
      { () throws -> [Completion] in
        try work.completions(of: parts.0, atMost: (most + 1) / 2)
      },
      { () throws -> [Completion] in try work.completions(of: parts.1, atMost: most / 2) })
    let all = zip(parts.0 + parts.1, found.0 + found.1).sorted { $0.0 < $1.0 }
    return all.map(\.1)
  }
}

/// The places of the prompts in two parts, of each `most` that follow each other half, so that both
/// come about as far at any time.
private func halves(of prompts: [[Int]], _ most: Int) -> ([Int], [Int]) {
  Array(prompts.indices).chunked(by: most).reduce(into: ([], [])) { parts, some in
    let halves = some.halves(size: { prompts[$0].count }, group: { prompts[$0] })
    parts.0 += halves.0
    parts.1 += halves.1
  }
}

/// A callback that two threads may call.
private func oneAtATime(
  _ body: ((_ row: Int, _ completion: Completion) -> Void)?
) -> ((_ row: Int, _ completion: Completion) -> Void)? {
  guard let body else { return nil }
  let lock = NSLock()
  return { row, completion in lock.withLock { body(row, completion) } }
}

extension LanguageModel {
  /// Whether two threads decode faster apart than together.
  ///
  /// Apart they need not wait for each other, and together they read each weight once: so where
  /// caches hold the weights.
  fileprivate var decodesHalvesAtOnce: Bool {
    let mostWeights = 4 << 20  // 16 MB in float32
    return hasOwnOperators(for: dtype, on: device) && threadCount > 1
      && parameters.elementCount <= mostWeights
  }
}
