import Batches
import Models
import Torch

/// Sequences that a model continues side by side, with its cached keys and values.
struct DecodingBatch {
  private let model: LanguageModel
  private var cache: KeyValueCache
  /// The prompts, of those that are alike one.
  private let prompts: PromptBatch
  private let promptOfRow: [Int]
  private let rowsAfterPrompts: [Int]
  /// The number 1 as an integer: a Swift `Double` would make positions fractions. `[1]`, int64
  private let one: Tensor
  /// The largest position that the model knows. `[1]`, int64
  private let lastPosition: Tensor
  /// The place of each row's last token. `[batch, 1]`, int64
  private var positions: Tensor
  /// Whether a slot of the cache holds a real token, or will; none when no row is padded.
  /// `[batch, capacity]`, bool
  private var isReal: Tensor?
  /// The slot of each row's first token.
  private var firstSlots: [Int]
  /// Whether steps are of one shape, which a GPU can record.
  private let fixesSteps: Bool
  /// The step of the present rows.
  private var fixedStep: FixedStep?
  /// The prompt that each row of the batch continues.
  private(set) var rows: [Int]

  /// - Parameters:
  ///   - rows: Which prompts are continued.
  ///   - steps: The most tokens that any row is given.
  ///   - fixesSteps: Whether steps are of one shape, where the model has such steps.
  init(
    _ rows: [Int], of prompts: [[Int]], steps: Int, by model: LanguageModel,
    fixesSteps: Bool? = nil
  ) {
    self.model = model
    self.fixesSteps = fixesSteps ?? DeviceGraph.isAvailable(on: model.device)
    let groups = rows.indices(groupedBy: { prompts[$0] })
    let batch = PromptBatch(groups.map { prompts[rows[$0[0]]] }, on: model.device)
    let time = batch.lengths.max() ?? 0
    // The last token that is drawn is never read.
    let capacity = time + steps - 1
    cache = KeyValueCache(
      for: model.configuration, batchSize: groups.count, capacity: capacity, dtype: model.dtype,
      on: model.device)
    positions = Tensor(batch.lengths.map { $0 - 1 }, on: model.device).unsqueezed(1)
    firstSlots = batch.lengths.map { time - $0 }
    isReal = slots(from: firstSlots, capacity, on: model.device)
    one = Tensor([1], on: model.device)
    lastPosition = Tensor([model.configuration.contextLength - 1], on: model.device)
    self.prompts = batch
    // Where each row's prompt is among those that differ.
    var places = Array(repeating: 0, count: rows.count)
    for (place, group) in groups.enumerated() { for index in group { places[index] = place } }
    promptOfRow = places
    rowsAfterPrompts = rows
    self.rows = groups.map { rows[$0[0]] }
  }

  /// Reads the prompts, those that are alike once.
  ///
  /// - Returns: The logits of each row's first new token. `[batch, vocabulary]`
  mutating func logitsAfterPrompts() -> Tensor {
    let logits = logitsAfterDifferentPrompts()
    guard rows.count < promptOfRow.count else { return logits }
    keepRows(promptOfRow)
    rows = rowsAfterPrompts
    return logits.rows(at: Tensor(promptOfRow, on: model.device))
  }

  private func logitsAfterDifferentPrompts() -> Tensor {
    let lengths = prompts.order.map { prompts.lengths[$0] }
    let hidden = cache.readingTexts(of: lengths, into: prompts.order) {
      model.decoder.hiddenStates(
        of: prompts.tokens, at: prompts.positions, prompts.attention,
        wanted: prompts.lastIndices, cache: cache)
    }
    return model.logits(of: hidden.squeezed(0))
  }

  /// Reads one more token of each row.
  ///
  /// - Parameter tokens: `[batch]`, int64
  /// - Returns: The logits of each row's next token. `[batch, vocabulary]`
  mutating func logits(after tokens: Tensor) -> Tensor {
    if fixesSteps, model.configuration.hasFixedSteps(capacity: cache.capacity) {
      let step =
        fixedStep
        ?? FixedStep(
          of: model, cache, positions: positions, lastPosition: lastPosition, isReal: isReal)
      fixedStep = step
      return step.logits(after: tokens)
    }
    // A row that has ended and is still here must not leave the table of positions.
    positions = minimum(positions + one, lastPosition)
    let attends = isReal?.slice(0..<(cache.length + 1), along: 1)  // [batch, length + 1]
    let hidden = model.decoder.hiddenStates(
      of: tokens.unsqueezed(1), at: positions,
      attends.map { .allowed($0.unsqueezed(1).unsqueezed(1)) } ?? .causal, cache: cache)
    return model.logits(of: hidden.select(0, along: 1))
  }

  /// Whether one more token of each row can be read.
  var hasRoom: Bool { cache.length < cache.capacity }

  /// Leaves out all rows of the batch but these.
  ///
  /// - Parameter kept: Places in the batch, each as often as it is wanted.
  mutating func keepRows(_ kept: [Int]) {
    let indices = Tensor(kept, on: model.device)
    fixedStep = nil
    cache.keepRows(indices)
    positions = positions.rows(at: indices)
    isReal = isReal?.rows(at: indices)
    rows = kept.map { rows[$0] }
    firstSlots = kept.map { firstSlots[$0] }
  }

  /// These rows and behind them another batch's, whose prompts were read as well; the last tokens of
  /// all lie side by side.
  func joined(with other: DecodingBatch) -> DecodingBatch {
    var joined = self
    joined.fixedStep = nil
    // The slots before the earliest row are given up.
    let unused = firstSlots.min() ?? 0
    joined.cache = KeyValueCache(joining: cache, from: unused, with: other.cache)
    let length = joined.cache.length
    joined.firstSlots =
      firstSlots.map { $0 + length - cache.length }
      + other.firstSlots.map { $0 + length - other.cache.length }
    joined.isReal = slots(from: joined.firstSlots, joined.cache.capacity, on: model.device)
    joined.positions = .concatenation(of: [positions, other.positions], along: 0)
    joined.rows = rows + other.rows
    return joined
  }
}

/// Whether each slot of a cache holds a real token, or will; nil when all do.
///
/// - Parameter firstSlots: Of each row.
/// - Returns: `[rows, capacity]`, bool
private func slots(from firstSlots: [Int], _ capacity: Int, on device: Device) -> Tensor? {
  guard firstSlots.contains(where: { $0 > 0 }) else { return nil }
  let areReal = firstSlots.flatMap { first in (0..<capacity).map { $0 >= first } }
  return Tensor(areReal, shape: [firstSlots.count, capacity], on: device)
}
