public import Batches
public import Models
public import Torch

extension ScalarModel {
  /// The reward of each sequence: the score at its last real token, found by its length.
  ///
  /// - Returns: `[batch]`, float32
  public func rewards(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    scores(of: batch, precision).gathered(along: 1, at: batch.lastIndices.unsqueezed(1))
      .squeezed(1)
  }

  /// The reward that each head gives each sequence: its score at the last real token.
  ///
  /// - Returns: `[batch, heads]`, float32
  public func headRewards(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    let scores = withAutocast(to: precision, on: device) {
      headScores(of: batch.tokens, at: batch.positions, batch.attention).to(.float32)
    }
    let (rows, time, heads) = scores.shape3
    let places = batch.lastIndices + Tensor.range(0..<rows, on: device) * time
    return scores.reshaped([rows * time, heads]).rows(at: places)
  }

  /// The scores at some tokens, sequence after sequence.
  ///
  /// - Parameter places: The indices of the tokens of each sequence.
  /// - Returns: `[places]`, float32
  public func scores(
    of batch: SequenceBatch, at places: [[Int]], precision: DType = .float32
  ) -> Tensor {
    let scores = scores(of: batch, precision)
    let (rows, time) = scores.shape2
    precondition(places.count == rows, "places in \(places.count) of \(rows) sequences")
    let flat = places.enumerated().flatMap { row, inRow in inRow.map { row * time + $0 } }
    return scores.reshaped([rows * time]).rows(at: Tensor(flat, on: device))
  }

  /// The value of each state before a token is added: at place t, the score after token t − 1.
  ///
  /// Place 0 has no state before it and holds zero.
  ///
  /// - Returns: `[batch, time]`, float32
  public func values(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    let scores = scores(of: batch, precision)
    let (rows, time) = scores.shape2
    let none = Tensor.zeros([rows, 1], scores.dtype, on: scores.device)
    return .concatenation(of: [none, scores.slice(0..<(time - 1), along: 1)], along: 1)
  }

  private func scores(of batch: SequenceBatch, _ precision: DType) -> Tensor {
    withAutocast(to: precision, on: device) {
      scores(of: batch.tokens, at: batch.positions, batch.attention).to(.float32)
    }
  }
}
