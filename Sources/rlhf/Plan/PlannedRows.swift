import Batches
import Training

/// The rows that a run learns from, as ids.
enum PlannedRows {
  case sequences([TokenizedSequence])
  case rankings([[TokenizedSequence]])
  case pairs([TokenizedComparison])
  case judged([JudgedSequence])
  case prompts([TokenizedPrompt])

  /// How many there are.
  var count: Int {
    switch self {
    case .sequences(let rows): rows.count
    case .rankings(let rows): rows.count
    case .pairs(let rows): rows.count
    case .judged(let rows): rows.count
    case .prompts(let rows): rows.count
    }
  }

  /// The rows with sequences of so many tokens at most; prompts stay as they are.
  func cut(to length: Int) -> PlannedRows {
    func cut(_ sequence: TokenizedSequence) -> TokenizedSequence {
      TokenizedSequence(
        tokens: Array(sequence.tokens.prefix(length)),
        completionStart: min(sequence.completionStart, length, sequence.tokens.count))
    }
    switch self {
    case .sequences(let rows): return .sequences(rows.map(cut))
    case .rankings(let rows): return .rankings(rows.map { $0.map(cut) })
    case .pairs(let rows):
      return .pairs(
        rows.map {
          TokenizedComparison(
            chosen: cut($0.chosen), rejected: cut($0.rejected), group: $0.group)
        })
    case .judged(let rows):
      return .judged(rows.map { JudgedSequence(cut($0.sequence), isDesirable: $0.isDesirable) })
    case .prompts: return self
    }
  }
}
