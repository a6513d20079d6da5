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
    let (rows, time) = batch.tokens.shape2
    let places = batch.lastIndices + Tensor.range(0..<rows, on: device) * time
    return placedScores(of: batch, precision).rows(at: places)
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

  /// The score at each place of a batch. `[batch, time]`
  private func scores(of batch: SequenceBatch, _ precision: DType) -> Tensor {
    let scores = placedScores(of: batch, precision)
    let ofModel = headCount == 1 ? scores.squeezed(-1) : scores.mean(along: -1)
    return ofModel.reshaped(batch.tokens.shape)
  }

  /// What each head says at each place of a batch. `[batch · time, heads]`
  private func placedScores(of batch: SequenceBatch, _ precision: DType) -> Tensor {
    withAutocast(to: precision, on: device) {
      let read = batch.unpadded
      return read.placed(headScores(of: read.tokens, at: read.positions, read.attention))
        .to(.float32)
    }
  }
}
