public import Torch

/// Prompts one after another in a single row, without padding, each of which is to be continued.
public struct PromptBatch {
  /// The ids, shorter prompts first. `[1, tokens]`, int64
  public let tokens: Tensor
  /// The place of each token in its prompt. `[1, tokens]`, int64
  public let positions: Tensor
  /// Which tokens each token sees.
  public let attention: AttentionPattern
  /// Which of the prompts stand in the row, in order.
  public let order: [Int]
  /// The number of tokens of each prompt.
  public let lengths: [Int]
  /// Where each prompt ends in the row. `[prompts]`, int64
  public let lastIndices: Tensor

  /// - Precondition: No prompt is empty.
  public init(_ prompts: [[Int]], on device: Device = .cpu) {
    precondition(prompts.allSatisfy { !$0.isEmpty }, "a prompt is empty")
    lengths = prompts.map(\.count)
    order = prompts.indices.sorted { (prompts[$0].count, $0) < (prompts[$1].count, $1) }
    var layout = TextLayout([])
    var lastIndices = Array(repeating: 0, count: prompts.count)
    for index in order {
      layout.append(textOf: prompts[index].count)
      lastIndices[index] = layout.tokenCount - 1
    }
    let shape = [1, layout.tokenCount]
    tokens = Tensor(order.flatMap { prompts[$0] }, shape: shape, on: device)
    positions = Tensor(order.flatMap { prompts[$0].indices }, shape: shape, on: device)
    attention = .texts(layout)
    self.lastIndices = Tensor(lastIndices, on: device)
  }
}
