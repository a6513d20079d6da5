public import Torch

/// Prompts side by side, padded on the left so that all continue at the same index.
public struct PromptBatch {
  /// The ids. `[batch, time]`, int64
  public let tokens: Tensor
  /// 0 at each row's first real token. `[batch, time]`, int64
  public let positions: Tensor
  /// Whether a token is not padding. `[batch, time]`, bool
  public let isReal: Tensor
  /// The number of real tokens in each row.
  public let lengths: [Int]

  /// Pads prompts to the longest.
  ///
  /// - Precondition: No prompt is empty.
  public init(_ prompts: [[Int]], paddedWith padding: Int = 0, on device: Device = .cpu) {
    precondition(prompts.allSatisfy { !$0.isEmpty }, "a prompt is empty")
    lengths = prompts.map(\.count)
    let time = lengths.max() ?? 0
    let shape = [prompts.count, time]
    let ids = prompts.flatMap { Array(repeating: padding, count: time - $0.count) + $0 }
    let places = lengths.flatMap { length in (0..<time).map { max(0, $0 - (time - length)) } }
    let real = lengths.flatMap { length in (0..<time).map { $0 >= time - length } }
    tokens = Tensor(ids, shape: shape, on: device)
    positions = Tensor(places, shape: shape, on: device)
    isReal = Tensor(real, shape: shape, on: device)
  }

  /// Whether some row is padded.
  public var isPadded: Bool { Set(lengths).count > 1 }
}
