public import Batches
public import Models
import Scoring
public import Torch

/// Who says what the frozen model would: itself, or what it said before.
public struct FrozenModel {
  /// The model; nil where what it says is known.
  public let model: LanguageModel?
  /// What it says.
  public let known: ReferenceLogProbabilities?
  private let precision: Precision

  /// Takes what is known before the model, of which one must be there.
  public init(_ model: LanguageModel?, _ known: ReferenceLogProbabilities?, _ precision: Precision)
  {
    precondition(model != nil || known != nil, "a frozen model, or what it says")
    self.model = model
    self.known = known
    self.precision = precision
  }

  /// log π₀ of each completion, in nats, without gradients. `[rows]`
  ///
  /// - Precondition: Where the model is not there, what it says of all rows is known.
  public func sums(of rows: [TokenizedSequence], on device: Device) -> Tensor {
    if let known { return known.values(of: rows, on: device).sum(along: 1) }
    guard let model else { preconditionFailure("a frozen model, or what it says") }
    return withoutGradients {
      let batch = SequenceBatch(rows, on: device)
      return model.logProbabilities(of: batch, precision: precision.dtype).ofSequences
    }
  }
}
