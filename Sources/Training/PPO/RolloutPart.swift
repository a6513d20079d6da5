import Batches
import Scoring
import Torch

/// Some rows of a rollout, as narrow as their longest.
struct RolloutPart {
  let batch: SequenceBatch
  let logProbabilities: Tensor
  let values: Tensor
  let advantages: Tensor
  let returns: Tensor
  let isToken: Tensor
  let hasValue: Tensor
}

extension Rollout {
  /// Takes the rows with the given indices, cut to the last place that counts in any of them.
  func part(_ rows: [Int], on device: Device) -> RolloutPart {
    let indices = Tensor(rows, on: device)
    // With TRL's placement the place after the last token counts, too.
    let room = hasValue.shape2.1 == batch.lengths.max() ? 0 : hasValue.shape2.1
    let batch = SequenceBatch(
      rows.map { episodes[$0].sequence }, minimumTime: room, on: device)
    let time = batch.tokens.shape2.1
    func taken(_ all: Tensor) -> Tensor { all.rows(at: indices).slice(0..<time, along: 1) }
    return RolloutPart(
      batch: batch, logProbabilities: taken(logProbabilities), values: taken(values),
      advantages: taken(advantages), returns: taken(returns), isToken: taken(isToken),
      hasValue: taken(hasValue))
  }
}
