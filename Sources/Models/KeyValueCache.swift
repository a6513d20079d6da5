import NeuralNetworks
public import Torch

/// The keys and values of tokens that a decoder has seen, so that it need not see them again.
///
/// Its memory is taken at the start and written in place. Nothing in it records gradients.
public final class KeyValueCache {
  /// The number of slots that are written, the same in all rows; while a place on the device says
  /// where the next token goes, all but one.
  public var length: Int { place == nil ? writtenLength : capacity - 1 }
  private var writtenLength = 0
  /// The slot of the next token, where a number on the device says it. `[1]`, int64
  private var place: Tensor?
  /// Where the tokens of texts that stand in one row belong, while they are read.
  private var texts: TextPlaces?
  /// The number of slots that there are.
  public let capacity: Int
  /// The number of rows.
  public private(set) var batchSize: Int
  private var keys: [Tensor]
  private var values: [Tensor]

  /// An empty cache.
  public init(
    for configuration: ModelConfiguration, batchSize: Int, capacity: Int,
    dtype: DType = .float32, on device: Device = .cpu
  ) {
    let shape = [
      batchSize, configuration.keyValueHeadCount, capacity, configuration.headWidth,
    ]
    self.batchSize = batchSize
    self.capacity = capacity
    // Zeros and not any values: a slot that is not allowed still takes part, times zero.
    keys = (0..<configuration.layerCount).map { _ in .zeros(shape, dtype, on: device) }
    values = (0..<configuration.layerCount).map { _ in .zeros(shape, dtype, on: device) }
  }

  /// The rows of two caches, so that the slots that were written last lie side by side, with as much
  /// room behind them as either had.
  ///
  /// - Parameter first: The first slot of `earlier` that a row needs.
  public init(joining earlier: KeyValueCache, from first: Int, with later: KeyValueCache) {
    let parts = [(earlier, first..<earlier.length), (later, 0..<later.length)]
    let end = parts.map(\.1.count).max() ?? 0
    let slotCount = end + (parts.map { $0.0.capacity - $0.0.length }.max() ?? 0)
    let rowCount = earlier.batchSize + later.batchSize

    /// - Parameter stored: A layer's keys, or its values.
    func joined(_ stored: (KeyValueCache) -> Tensor) -> Tensor {
      let (_, heads, _, width) = stored(earlier).shape4
      let all = Tensor.zeros(
        [rowCount, heads, slotCount, width], stored(earlier).dtype, on: stored(earlier).device)
      var row = 0
      for (cache, range) in parts {
        all.slice(row..<row + cache.batchSize, along: 0)
          .slice((end - range.count)..<end, along: 2)
          .assign(stored(cache).slice(range, along: 2))
        row += cache.batchSize
      }
      return all
    }
    let layers = earlier.keys.indices
    keys = withoutGradients { layers.map { layer in joined { $0.keys[layer] } } }
    values = withoutGradients { layers.map { layer in joined { $0.values[layer] } } }
    (writtenLength, capacity, batchSize) = (end, slotCount, rowCount)
  }

  /// Keeps only these rows, in this order.
  ///
  /// - Parameter indices: `[rows]`, int64
  public func keepRows(_ indices: Tensor) {
    withoutGradients {
      // One by one, so that no more than one is there twice.
      for layer in keys.indices {
        keys[layer] = keys[layer].rows(at: indices)
        values[layer] = values[layer].rows(at: indices)
      }
    }
    batchSize = indices.shape1
  }

  /// Forgets everything, and keeps the memory.
  public func reset() { writtenLength = 0 }

  /// Writes a layer's new keys and values behind those it holds, and gives all of them.
  ///
  /// - Parameters:
  ///   - newKeys: `[batch, key heads, time, head width]`
  ///   - newValues: `[batch, key heads, time, head width]`
  /// - Returns: `[batch, key heads, length + time, head width]` each
  func append(
    _ newKeys: Tensor, _ newValues: Tensor, layer: Int
  ) -> (keys: Tensor, values: Tensor) {
    let (batch, _, time, _) = newKeys.shape4
    if let texts {
      withoutGradients {
        texts.write(newKeys, to: keys[layer])
        texts.write(newValues, to: values[layer])
      }
      return (newKeys, newValues)
    }
    precondition(batch == batchSize, "\(batch) rows for a cache of \(batchSize)")
    precondition(
      length + time <= capacity, "\(length) + \(time) tokens for a cache of \(capacity)")
    return withoutGradients {
      if let place {
        keys[layer].assign(newKeys.to(keys[layer].dtype), at: place, along: 2)
        values[layer].assign(newValues.to(values[layer].dtype), at: place, along: 2)
        return (keys[layer], values[layer])
      }
      let end = length + time
      keys[layer].slice(length..<end, along: 2).assign(newKeys)
      values[layer].slice(length..<end, along: 2).assign(newValues)
      return (keys[layer].slice(0..<end, along: 2), values[layer].slice(0..<end, along: 2))
    }
  }

  /// Attention of one new token of each row, whose keys and values are written behind those that the
  /// layer holds, in one pass; nil where there is no operator for it.
  ///
  /// - Parameters:
  ///   - queries: `[batch, 1, heads, head width]`
  ///   - newKeys: `[batch, 1, key heads, head width]`
  ///   - newValues: `[batch, 1, key heads, head width]`
  ///   - scale: 1/√(head width) when nil.
  /// - Returns: `[batch, 1, heads · head width]`
  func mixed(
    _ queries: Tensor, _ newKeys: Tensor, _ newValues: Tensor, _ view: LayerView, layer: Int,
    scale: Double?
  ) -> Tensor? {
    guard place == nil, hasOwnOperators(for: queries.dtype, on: queries.device),
      !queries.requiresGradient, !newKeys.requiresGradient
    else { return nil }
    var allowed: Tensor?
    switch view.pattern {
    case .full: break
    case .allowed(let attends): allowed = attends
    case .causal, .texts: return nil
    }
    precondition(length < capacity, "a token after \(length) for a cache of \(capacity)")
    return decodingAttention(
      queries: queries, keys: newKeys, values: newValues, caches: (keys[layer], values[layer]),
      length: length, rotation: view.rotation.map { ($0.cosines, $0.sines) }, allowed: allowed,
      scale: scale ?? 1 / Double(queries.shape4.3).squareRoot())
  }

  /// Counts the tokens that all layers have written.
  func advance(by time: Int) { if place == nil { writtenLength += texts?.longest ?? time } }

  /// Reads the first text of each row, all of them one after another in a single row of tokens.
  ///
  /// Their last tokens come to lie side by side.
  ///
  /// - Parameters:
  ///   - lengths: Of the texts, as they stand in the single row.
  ///   - rows: The row of the cache that each of them begins.
  ///   - body: Reads the texts, with a pattern of texts.
  public func readingTexts<Result>(
    of lengths: [Int], into rows: [Int], _ body: () -> Result
  ) -> Result {
    precondition(writtenLength == 0, "first texts after \(writtenLength) tokens")
    texts = TextPlaces(lengths: lengths, rows: rows, in: keys[0])
    defer { texts = nil }
    return body()
  }

  /// Reads one token of each row with shapes that are the same for every token: its keys and values
  /// go where a number on the device says, and attention is given all slots.
  ///
  /// - Parameters:
  ///   - place: The slot, which must be that after the last written one. `[1]`, int64
  ///   - body: Reads the token, with a pattern that allows no slot after it.
  public func writing(at place: Tensor, _ body: () -> Void) {
    self.place = place
    defer { self.place = nil }
    body()
  }

  /// Counts a token that was read by `writing(at:)`, or by a record of it.
  public func countToken() {
    precondition(
      writtenLength < capacity, "a token after \(writtenLength) for a cache of \(capacity)")
    writtenLength += 1
  }
}

extension ModelConfiguration {
  /// Whether a step that reads one token of each row can have shapes that are the same for every
  /// token: no layer sees fewer slots than there are, and no rotation depends on the length.
  public func hasFixedSteps(capacity: Int) -> Bool {
    layers.allSatisfy { layer in
      (layer.window ?? capacity) >= capacity && layer.rotary?.scaling.dependsOnLength != true
    }
  }
}
