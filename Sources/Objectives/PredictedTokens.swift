public import Torch

/// Which tokens of a batch are predicted, and which hidden state predicts each.
///
/// The state at place t − 1 predicts the token at t: this pairing happens here and nowhere else.
/// Only the tokens that count reach the head, in row-major order.
public struct PredictedTokens {
  /// The tokens to be predicted. `[tokens]`, int64
  public let targets: Tensor
  /// Where each is in the flattened batch, `row · time + place`. `[tokens]`, int64
  public let indices: Tensor
  private let batch: Int
  private let time: Int

  /// Picks the tokens that count; the first of a row has nothing before it and never does.
  ///
  /// - Parameters:
  ///   - tokens: `[batch, time]`, int64
  ///   - isCompletion: Which tokens count. `[batch, time]`, bool
  public init(of tokens: Tensor, where isCompletion: Tensor) {
    (batch, time) = tokens.shape2
    precondition(
      isCompletion.shape == tokens.shape,
      "one Boolean per token: \(isCompletion.shape), tokens \(tokens.shape)")
    let hasPredecessor = Tensor.range(0..<time, on: tokens.device) .> 0
    indices = (isCompletion .&& hasPredecessor).reshaped([-1]).indicesOfTrue()
    targets = tokens.reshaped([-1]).rows(at: indices)
  }

  /// The number of tokens that count.
  public var count: Int { indices.shape1 }

  /// Where the token before each is in the flattened batch. `[tokens]`, int64
  public var predecessorIndices: Tensor {
    indices - Tensor.ones([], .int64, on: indices.device)
  }

  /// The values of the predicted tokens, each at its token's own place; zero at all others.
  ///
  /// - Parameter values: `[tokens]`
  /// - Returns: `[batch, time]`
  public func spread(_ values: Tensor) -> Tensor {
    precondition(values.shape == [count], "one value per token: \(count), got \(values.shape)")
    return Tensor.zeros([batch * time], values.dtype, on: values.device)
      .adding(values, at: indices).reshaped([batch, time])
  }
}
