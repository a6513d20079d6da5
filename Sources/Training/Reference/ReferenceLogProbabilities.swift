public import Batches
public import Models
import Scoring
public import Torch

/// What the frozen model says of completions, found once: log π₀ of each of their tokens.
///
/// They are looked up by their ids, so that it is all one how rows are ordered or split. With them the
/// frozen model need not be there.
public struct ReferenceLogProbabilities {
  /// The sequences in the order in which they were first met, without the places they came from.
  let sequences: [TokenizedSequence]
  /// Of the tokens of all completions, one sequence after the other.
  let values: [Float]
  private let starts: [TokenizedSequence: Int]

  /// Asks the frozen model about each sequence that differs from those before.
  ///
  /// - Parameter rowsPerPass: How many sequences one forward pass takes.
  public init(
    of sequences: [TokenizedSequence], by reference: LanguageModel, rowsPerPass: Int,
    precision: DType = .float32
  ) {
    let sequences = sequences.withoutRepetitions
    let values = withoutGradients {
      answers(of: sequences, rowsPerPass: rowsPerPass, on: reference.device) { part in
        let batch = SequenceBatch(part, on: reference.device)
        let found = reference.logProbabilities(of: batch, precision: precision).values
        let time = found.shape2.1
        let all = found.floats
        return part.enumerated().flatMap { row, sequence in
          all[(row * time + sequence.completionStart)..<(row * time + sequence.tokens.count)]
        }
      }.flatMap(\.self)
    }
    self.init(sequences, values)
  }

  /// Puts what was found before together with the sequences that it is about.
  ///
  /// - Precondition: There is a value for each token of the completions.
  init(_ sequences: [TokenizedSequence], _ values: [Float]) {
    var starts: [TokenizedSequence: Int] = [:]
    var count = 0
    for sequence in sequences {
      starts[sequence] = count
      count += sequence.completion.count
    }
    precondition(count == values.count, "\(values.count) values of \(count) tokens")
    self.sequences = sequences
    self.values = values
    self.starts = starts
  }

  /// log π₀ of each token of some sequences, zero where no completion is. `[batch, time]`
  ///
  /// - Precondition: All of them were asked about.
  func values(of rows: [TokenizedSequence], on device: Device) -> Tensor {
    let time = rows.map(\.tokens.count).max() ?? 0
    let padded = rows.flatMap { row in
      guard let start = starts[row.unplaced] else {
        preconditionFailure("nothing is known of the sequence \(row.tokens)")
      }
      return Array(repeating: Float(0), count: row.completionStart)
        + values[start..<(start + row.completion.count)]
        + Array(repeating: Float(0), count: time - row.tokens.count)
    }
    return Tensor(padded, shape: [rows.count, time], on: device)
  }
}

extension TokenizedSequence {
  /// The sequence without the place it came from.
  var unplaced: TokenizedSequence {
    TokenizedSequence(tokens: tokens, completionStart: completionStart)
  }
}

extension [TokenizedSequence] {
  /// The sequences that differ from those before, without the places they came from.
  var withoutRepetitions: [TokenizedSequence] {
    var seen: Set<TokenizedSequence> = []
    return map(\.unplaced).filter { seen.insert($0).inserted }
  }
}
