public import Torch

/// What a model reads of a batch: every token once, in a single row, without padding.
///
/// A prompt that several sequences of the batch share stands there once: causal attention makes its
/// hidden states the same, whatever follows.
public struct UnpaddedTokens {
  /// The ids. `[1, tokens]`, int64
  public let tokens: Tensor
  /// The place of each token in its sequence. `[1, tokens]`, int64
  public let positions: Tensor
  /// Which tokens each token sees.
  public let attention: AttentionPattern
  /// Where each place of the batch is read; places in the padding mean nothing. `[batch · time]`, int64
  public let indices: Tensor

  /// - Parameter time: The width of the batch.
  init(_ sequences: [TokenizedSequence], time: Int, on device: Device) {
    let plan = ReadingPlan(sequences)
    var ids: [Int] = []
    var places: [Int] = []
    var starts = Array(repeating: 0, count: sequences.count)
    var stems = Array(repeating: 0..<0, count: sequences.count)
    func read(_ row: Int, from start: Int) {
      starts[row] = ids.count
      ids += sequences[row].tokens[start...]
      places += start..<sequences[row].tokens.count
    }
    for row in plan.alone { read(row, from: 0) }
    for family in plan.families {
      let stem = ids.count..<(ids.count + family.stem)
      ids += sequences[family.rows[0]].tokens[..<family.stem]
      places += 0..<family.stem
      for row in family.rows {
        stems[row] = stem
        read(row, from: family.stem)
      }
    }
    tokens = Tensor(ids, shape: [1, ids.count], on: device)
    positions = Tensor(places, shape: [1, ids.count], on: device)
    attention = .texts(plan.layout(of: sequences))
    indices = Tensor(
      sequences.indices.flatMap { row in
        let stem = stems[row]
        let rest = sequences[row].tokens.count - stem.count
        return Array(stem) + Array(starts[row]..<(starts[row] + rest))
          + Array(repeating: 0, count: time - stem.count - rest)
      }, on: device)
  }

  /// How many tokens a model reads of some sequences.
  public static func count(of sequences: [TokenizedSequence]) -> Int {
    ReadingPlan(sequences).layout(of: sequences).tokenCount
  }

  /// The tokens that stand at some places of the batch, each once.
  ///
  /// - Parameter places: Of tokens that are real, as `row · time + place`. `[places]`, int64
  /// - Returns: The tokens as the model reads them, in rising order, and which of them stands at each
  ///   place. `[wanted]` and `[places]`, int64
  public func read(at places: Tensor) -> (wanted: Tensor, indices: Tensor) {
    let read = indices.rows(at: places)
    let isWanted =
      Tensor.zeros([tokens.shape2.1], .int64, on: read.device)
      .adding(.ones(read.shape, .int64, on: read.device), at: read) .> 0
    let ranks = isWanted.cumulativeSum(along: 0) - Tensor.ones([], .int64, on: read.device)
    return (isWanted.indicesOfTrue(), ranks.rows(at: read))
  }
}

/// Which sequences stand alone, and which have a prompt in common.
private struct ReadingPlan {
  struct Family {
    let stem: Int
    let rows: [Int]
  }

  /// Rising in length, so that those of one length are neighbours.
  let alone: [Int]
  let families: [Family]

  /// Shorter prompts are read again: cutting them out costs more.
  private static let leastStem = 8

  init(_ sequences: [TokenizedSequence]) {
    let groups = sequences.indices(groupedBy: { sequence in
      sequence.completionStart < Self.leastStem ? nil : sequence.prompt
    })
    alone = groups.filter { $0.count == 1 }.flatMap { $0 }
      .sorted { (sequences[$0].tokens.count, $0) < (sequences[$1].tokens.count, $1) }
    families = groups.filter { $0.count > 1 }
      .map { Family(stem: sequences[$0[0]].completionStart, rows: $0) }
  }

  func layout(of sequences: [TokenizedSequence]) -> TextLayout {
    var layout = TextLayout([])
    for row in alone { layout.append(textOf: sequences[row].tokens.count) }
    layout.parts += families.map { family in
      .branched(
        stem: family.stem, branches: family.rows.map { sequences[$0].tokens.count - family.stem })
    }
    return layout
  }
}
