import Models
import Torch

/// A decoding step whose shapes and addresses are the same for every token, so that a GPU can record
/// it once and do it again by one call.
///
/// Keys and values go where a number on the device says, attention is given the whole cache, and
/// slots that are not written yet are not allowed.
final class FixedStep {
  private let model: LanguageModel
  private let cache: KeyValueCache
  /// Moved on in place. `[batch, 1]`, int64
  private let positions: Tensor
  private let lastPosition: Tensor
  private let one: Tensor
  /// What is read. `[batch, 1]`, int64
  private let tokens: Tensor
  /// The slot that it is written to. `[1]`, int64
  private let place: Tensor
  /// Whether a slot may be seen. `[batch, capacity]`, bool
  private let isSeen: Tensor
  private let seen: Tensor
  private var logits: Tensor?
  private var graph: DeviceGraph?

  /// - Parameters:
  ///   - positions: The places of the rows' last tokens. `[batch, 1]`, int64
  ///   - lastPosition: The largest that the model knows. `[1]`, int64
  ///   - isReal: Whether a slot holds no padding; all when nil. `[batch, capacity]`, bool
  init(
    of model: LanguageModel, _ cache: KeyValueCache, positions: Tensor, lastPosition: Tensor,
    isReal: Tensor?
  ) {
    let device = model.device
    self.model = model
    self.cache = cache
    self.positions = positions
    self.lastPosition = lastPosition
    one = Tensor([1], on: device)
    tokens = .zeros([cache.batchSize, 1], .int64, on: device)
    place = Tensor([cache.length], on: device)
    isSeen = .zeros([cache.batchSize, cache.capacity], .bool, on: device)
    seen = .ones([cache.batchSize, 1], .bool, on: device)
    let written = isSeen.slice(0..<cache.length, along: 1)
    written.assign(isReal?.slice(0..<cache.length, along: 1) ?? seen.expanded(written.shape))
  }

  /// Reads one more token of each row.
  ///
  /// - Parameter newTokens: `[batch]`, int64
  /// - Returns: What holds until the next call. `[batch, vocabulary]`
  func logits(after newTokens: Tensor) -> Tensor {
    tokens.assign(newTokens.unsqueezed(1))
    // First as it is, so that what libraries make at their first use is there; then it is recorded.
    if logits == nil || !DeviceGraph.isAvailable(on: model.device) {
      run()
    } else {
      let graph = self.graph ?? DeviceGraph(on: model.device) { run() }
      graph.replay()
      self.graph = graph
    }
    cache.countToken()
    guard let logits else { preconditionFailure("a step gave no logits") }
    return logits
  }

  private func run() {
    positions.assign(minimum(positions + one, lastPosition))
    isSeen.assign(seen, at: place, along: 1)
    cache.writing(at: place) {
      let hidden = model.decoder.hiddenStates(
        of: tokens, at: positions, .allowed(isSeen.unsqueezed(1).unsqueezed(1)), cache: cache)
      logits = model.logits(of: hidden.select(0, along: 1))
    }
    place.assign(place + one)
  }
}
