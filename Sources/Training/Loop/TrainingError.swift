public import Datasets

/// Why a loop cannot go on.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// A loss or a gradient that is not a finite number; the weights were not changed by it.
  case notFinite(quantity: String, value: Double, step: Int, rows: [RowSource], checkpoint: String?)
  /// There is nothing to learn from.
  case noRows(String)
  /// A checkpoint lacks what is needed to go on.
  case badCheckpoint(path: String, reason: String)
  /// Two models that must share a vocabulary do not.
  case vocabularyMismatch(first: String, firstSize: Int, second: String, secondSize: Int)
  /// A preference has a probability, and rankings are learned as choices.
  case probabilityInChoices(RowSource?)
  /// A sequence would be longer than the model's positions.
  case tooLong(length: Int, maximumPositions: Int)

  /// A reference that is to become the policy is made of other weights.
  case unlikeReference

  /// One sentence: what, where, and what to do.
  public var description: String {
    switch self {
    case .notFinite(let quantity, let value, let step, let rows, let checkpoint):
      let places = rows.prefix(8).map { "\($0)" }.joined(separator: ", ")
      let more = rows.count > 8 ? " and \(rows.count - 8) more" : ""
      let place = rows.isEmpty ? "" : " on rows \(places)\(more)"
      let last = checkpoint.map { "the last good checkpoint is \($0)" } ?? "no checkpoint was saved"
      return "\(quantity) is \(value) at step \(step)\(place); \(last); look at these rows, lower "
        + "the learning rate, or use float32"
    case .noRows(let what):
      return "there are no \(what) to learn from; check the data file and held_out_fraction"
    case .badCheckpoint(let path, let reason):
      return "\(path): \(reason); resume from another checkpoint or start the run again"
    case .vocabularyMismatch(let first, let firstSize, let second, let secondSize):
      return
        "\(first) knows \(firstSize) tokens and \(second) knows \(secondSize); they must share "
        + "one tokenizer: train the second from the same base model"
    case .probabilityInChoices(let source):
      return
        "\(source.map { "\($0): " } ?? "")the row has a probability, which plackett_luce does not "
        + "know; use the objective bradley_terry"
    case .tooLong(let length, let maximumPositions):
      return "sequences may have \(length) tokens and the model has \(maximumPositions) positions; "
        + "lower maximum_length or the number of new tokens"
    case .unlikeReference:
      return
        "the reference moves to the policy and is made otherwise; give a reference of the same "
        + "architecture and size, or set reference_update_every to 0"
    }
  }
}
