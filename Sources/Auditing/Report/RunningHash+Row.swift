import Datasets
import Foundation
import Runs

extension RunningHash {
  /// Adds all that a ranking says, but not where it was read.
  mutating func add(_ row: AuditedRanking) {
    add(row.prompt)
    add(UInt64(row.completions.count))
    for completion in row.completions {
      add(completion.content)
      add(number: completion.rank)
      add(text: completion.model)
      add(text: completion.finishReason)
      add(number: completion.position)
      add(number: completion.tokenCount)
      add(list: completion.flags)
    }
    for text in [
      row.labeler, row.groupID, row.split, row.origin, row.license, row.language,
      row.guidelineVersion, row.seconds.map { "\($0)" },
      row.submittedAt.map { "\(Int64(($0.timeIntervalSince1970 * 1000).rounded()))" },
      row.isGold.map { "\($0)" },
    ] { add(text: text) }
    add(list: row.tags)
    add(list: row.flags)
  }

  private mutating func add(_ content: Content) {
    switch content {
    case .text(let text):
      add(0)
      add(text)
    case .messages(let turns):
      add(UInt64(turns.count) + 1)
      for turn in turns {
        add(turn.role)
        add(turn.content)
      }
    }
  }

  /// Nothing and an empty text are two things.
  private mutating func add(text: String?) {
    add(text == nil ? 0 : 1)
    if let text { add(text) }
  }

  private mutating func add(number: Int?) { add(text: number.map(String.init)) }

  private mutating func add(list: [String]) {
    add(UInt64(list.count))
    for text in list { add(text) }
  }
}
