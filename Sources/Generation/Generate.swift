import Batches
public import Models
import NeuralNetworks
public import Tokenizers
public import Torch

/// Writes a completion after each prompt.
///
///     read all prompts at once, those that are alike once, keeping keys and values
///     until every completion has ended:
///       1. choose the next token of each row
///       2. end the rows that have a stop token, a stop string or no room left
///       3. leave out rows that have ended
///       4. read the new tokens
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
/// - Returns: One completion for each prompt.
/// - Throws: `GenerationError` for a prompt that cannot be continued, a sampling configuration that
///   means nothing, or logits that are not finite.
public func generate(
  from model: LanguageModel, prompts: [[Int]], _ sampling: SamplingConfiguration,
  using generator: Generator, tokenizer: Tokenizer? = nil,
  onToken: ((_ row: Int, _ token: Int) -> Void)? = nil
) throws -> [Completion] {
  try completions(of: prompts, by: model, sampling, tokenizer, onToken) { steps in
    uniformNumbers(rows: prompts.count, steps: steps, using: generator, on: model.device)
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
  seeds: [UInt64], tokenizer: Tokenizer? = nil
) throws -> [Completion] {
  precondition(seeds.count == prompts.count, "\(prompts.count) prompts have \(seeds.count) seeds")
  return try completions(of: prompts, by: model, sampling, tokenizer, nil) { steps in
    let rows = seeds.map { seed in
      uniformNumbers(
        rows: 1, steps: steps, using: Generator(seed: seed, on: model.device), on: model.device)
    }
    return Tensor.concatenation(of: rows, along: 0)
  }
}

/// - Parameter draw: Gives the random numbers of so many steps. `[prompts, steps]`
private func completions(
  of prompts: [[Int]], by model: LanguageModel, _ sampling: SamplingConfiguration,
  _ tokenizer: Tokenizer?, _ onToken: ((_ row: Int, _ token: Int) -> Void)?,
  drawing draw: (_ steps: Int) -> Tensor
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
    model: model, prompts: prompts, sampling: sampling, drafts: drafts, uniforms: uniforms)

  return try model.whileDecoding(rowCount: prompts.count, precision: sampling.weightPrecision) {
    // Rows do not depend on each other, so that two halves may go at once.
    let halves =
      onToken == nil && model.decodesHalvesAtOnce
      ? prompts.indices.map { $0 }.halves(size: { prompts[$0].count }, group: { prompts[$0] })
      : (Array(prompts.indices), [])
    guard !halves.1.isEmpty else { return try work.completions(of: halves.0, onToken) }
    let found = try both(
      { () throws -> [Completion] in try work.completions(of: halves.0, nil) },
      { () throws -> [Completion] in try work.completions(of: halves.1, nil) })
    let all = zip(halves.0 + halves.1, found.0 + found.1).sorted { $0.0 < $1.0 }
    return all.map(\.1)
  }
}

/// What all rows of a call have in common.
private struct DecodingWork {
  let model: LanguageModel
  let prompts: [[Int]]
  let sampling: SamplingConfiguration
  /// One for each prompt, empty.
  let drafts: [Draft]
  /// The numbers that tokens are drawn by; none when greedy. `[prompts, steps]`
  let uniforms: Tensor?

  /// - Parameter rows: Which prompts are continued.
  func completions(
    of rows: [Int], _ onToken: ((_ row: Int, _ token: Int) -> Void)?
  ) throws -> [Completion] {
    var drafts = rows.map { self.drafts[$0] }
    let stopTokens = Generation.stopTokens(of: sampling, model.configuration)
    let steps = min(sampling.maximumNewTokens, drafts.map(\.room).max() ?? 0)
    var record = LogProbabilityRecord()

    withoutGradients {
      var uniforms = self.uniforms?.rows(at: Tensor(rows, on: model.device))
      var batch = DecodingBatch(rows.map { prompts[$0] }, steps: steps, of: model)
      var logits = batch.logitsAfterPrompts()

      for step in 0..<steps {
        // 1. The choice; its ids are the only thing that is read from the device.
        let choice = TokenChoice(
          logits: logits, sampling, uniforms: uniforms?.select(step, along: 1))
        record.append(choice.logProbabilities, of: batch.rows)

        // 2. The ends.
        for (row, token) in zip(batch.rows, choice.tokens.integers) where drafts[row].isOpen {
          drafts[row].append(
            token, stopTokens: stopTokens, maximumNewTokens: sampling.maximumNewTokens)
          onToken?(rows[row], token)
        }

        // 3. The rows that go on.
        let open = batch.rows.indices.filter { drafts[batch.rows[$0]].isOpen }
        if open.isEmpty { break }
        var tokens = choice.tokens
        if isWorthLeavingOut(batch.rows.count - open.count, of: batch.rows.count) {
          batch.keepRows(open)
          let kept = Tensor(open, on: model.device)
          tokens = tokens.rows(at: kept)
          uniforms = uniforms?.rows(at: kept)
        }

        // 4. The next logits. `[batch, vocabulary]`
        logits = batch.logits(after: tokens)
      }
    }
    return try Generation.completions(drafts, record, of: rows)
  }
}

extension LanguageModel {
  /// Whether two threads decode faster apart than together.
  ///
  /// Apart they need not wait for each other, and together they read each weight once: so where caches hold the weights.
  fileprivate var decodesHalvesAtOnce: Bool {
    let mostWeights = 4 << 20  // 16 MB in float32
    return hasOwnOperators(for: dtype, on: device) && threadCount > 1
      && parameters.elementCount <= mostWeights
  }
}

/// Whether so many rows have ended that copying the others' keys and values costs less than going
/// on with all: with a quarter gone each time, all copies together are a few times the cache.
private func isWorthLeavingOut(_ ended: Int, of count: Int) -> Bool { ended * 4 >= count }
