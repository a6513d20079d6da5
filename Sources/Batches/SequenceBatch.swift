public import Datasets
public import Torch

/// Sequences side by side, padded on the right.
///
/// The padding is for what is said of tokens; what a model reads has none. Nothing is ever inferred
/// from ids: what is real and what is a completion is in the Boolean tensors.
public struct SequenceBatch {
  /// The ids. `[batch, time]`, int64
  public let tokens: Tensor
  /// The place of each token in its document. `[batch, time]`, int64
  public let positions: Tensor
  /// Whether a token is not padding. `[batch, time]`, bool
  public let isReal: Tensor
  /// Whether a token is part of a completion, and so may be learned. `[batch, time]`, bool
  public let isCompletion: Tensor
  /// What a model reads.
  public let unpadded: UnpaddedTokens
  /// Where the completion of each row begins.
  public let completionStarts: [Int]
  /// The number of real tokens in each row.
  public let lengths: [Int]
  /// The rows of the file that are in this batch, for error messages.
  public let sources: [RowSource]

  /// Pads sequences to the longest.
  ///
  /// - Parameters:
  ///   - padding: The id in the padding; it changes nothing.
  ///   - multiple: The padded length is a multiple of this.
  ///   - minimumTime: The padded length is at least this.
  public init(
    _ sequences: [TokenizedSequence], paddedWith padding: Int = 0, toMultipleOf multiple: Int = 1,
    minimumTime: Int = 0, on device: Device = .cpu
  ) {
    completionStarts = sequences.map(\.completionStart)
    lengths = sequences.map(\.tokens.count)
    let longest = max(lengths.max() ?? 0, minimumTime)
    let time = (longest + multiple - 1) / multiple * multiple
    let shape = [sequences.count, time]
    let ids = sequences.flatMap { row in
      row.tokens + Array(repeating: padding, count: time - row.tokens.count)
    }
    let learned = sequences.flatMap { row in
      (0..<time).map { $0 >= row.completionStart && $0 < row.tokens.count }
    }
    tokens = Tensor(ids, shape: shape, on: device)
    positions = Tensor.range(0..<time, on: device).expanded(shape)
    isReal = Tensor(
      lengths.flatMap { end in (0..<time).map { $0 < end } }, shape: shape, on: device)
    isCompletion = Tensor(learned, shape: shape, on: device)
    unpadded = UnpaddedTokens(sequences, time: time, on: device)
    sources = sequences.compactMap(\.source)
  }

  /// The index of the last real token of each row. `[batch]`, int64
  public var lastIndices: Tensor { Tensor(lengths.map { $0 - 1 }, on: tokens.device) }

  /// The number of real tokens.
  public var tokenCount: Int { lengths.reduce(0, +) }
}
