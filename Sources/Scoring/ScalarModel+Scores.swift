public import Batches
public import Models
public import Torch

extension ScalarModel {
  /// The reward of each sequence: the score at its last real token, found by its length.
  ///
  /// - Returns: `[batch]`, float32
  public func rewards(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    meanOfHeads(headRewards(of: batch, precision: precision))
  }

  /// The reward that each head gives each sequence: its score at the last real token.
  ///
  /// - Returns: `[batch, heads]`, float32
  public func headRewards(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    headScores(of: batch, at: batch.lengths.map { [$0 - 1] }, precision)
  }

  /// The scores at some tokens, sequence after sequence.
  ///
  /// - Parameter places: The indices of the tokens of each sequence.
  /// - Returns: `[places]`, float32
  public func scores(
    of batch: SequenceBatch, at places: [[Int]], precision: DType = .float32
  ) -> Tensor { meanOfHeads(headScores(of: batch, at: places, precision)) }

  /// The value of each state from which a completion goes on: at place t, the score after token
  /// t − 1.
  ///
  /// The last is that after the sequence, where the batch has room for it. Place 0 has no state
  /// before it and, like all others, holds zero.
  ///
  /// - Returns: `[batch, time]`, float32
  public func values(of batch: SequenceBatch, precision: DType = .float32) -> Tensor {
    let (rows, time) = batch.tokens.shape2
    let states = zip(batch.completionStarts, batch.lengths).map { start, end in
      Array(max(start - 1, 0)..<min(end, time - 1))
    }
    let places = batch.flatIndices(of: states) + Tensor.ones([], .int64, on: device)
    return Tensor.zeros([rows * time], .float32, on: device)
      .adding(scores(of: batch, at: states, precision: precision), at: places)
      .reshaped([rows, time])
  }

  /// What each head says at some tokens. `[places, heads]`, float32
  private func headScores(
    of batch: SequenceBatch, at places: [[Int]], _ precision: DType
  ) -> Tensor {
    withProducts(in: precision, on: device) {
      let text = batch.unpadded
      let (wanted, indices) = text.read(at: batch.flatIndices(of: places))
      return headScores(of: text.tokens, at: text.positions, text.attention, wanted: wanted)
        .squeezed(0).rows(at: indices).to(.float32)
    }
  }

  /// - Parameter scores: `[places, heads]`
  /// - Returns: `[places]`
  private func meanOfHeads(_ scores: Tensor) -> Tensor {
    headCount == 1 ? scores.squeezed(-1) : scores.mean(along: -1)
  }
}

extension SequenceBatch {
  /// Where tokens of each sequence are in the flattened batch, as `row · time + place`.
  /// `[places]`, int64
  fileprivate func flatIndices(of places: [[Int]]) -> Tensor {
    let (rows, time) = tokens.shape2
    precondition(places.count == rows, "places in \(places.count) of \(rows) sequences")
    let flat = places.enumerated().flatMap { row, inRow in inRow.map { row * time + $0 } }
    return Tensor(flat, on: tokens.device)
  }
}
