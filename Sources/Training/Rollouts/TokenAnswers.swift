import Batches
import Scoring
import Torch

/// Asks about micro-batches and puts their answers, each as wide as its own longest row, together.
///
/// - Returns: `[batch, time]`
func joined(
  _ sequences: [TokenizedSequence], rowsPerPass: Int, _ time: Int, on device: Device,
  _ answer: (SequenceBatch) -> Tensor
) -> Tensor {
  let answers = answers(of: sequences, rowsPerPass: rowsPerPass, on: device) { part in
    let found = answer(SequenceBatch(part, on: device))
    let (rows, width) = found.shape2
    guard width < time else { return found }
    let rest = Tensor.zeros([rows, time - width], found.dtype, on: device)
    return Tensor.concatenation(of: [found, rest], along: 1)
  }
  return .concatenation(of: answers, along: 0)
}

/// Puts one number for each sampled token at that token's place. `[batch, time]`
func spread(_ rows: [[Float]], over batch: SequenceBatch, _ episodes: [Episode]) -> Tensor {
  let time = batch.tokens.shape2.1
  let values = zip(rows, episodes).flatMap { row, episode in
    let start = episode.sequence.completionStart
    return Array(repeating: Float(0), count: start) + row
      + Array(repeating: Float(0), count: time - start - row.count)
  }
  return Tensor(values, shape: [rows.count, time], on: batch.tokens.device)
}
