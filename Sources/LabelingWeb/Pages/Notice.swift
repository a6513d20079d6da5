import Feedback
import HTML

/// What was just done, at the top of the page that follows.
enum Notice: Sendable, Equatable {
  /// A judgement was kept, and counts.
  case saved(Timestamp)
  /// A judgement was kept in the place of an earlier one.
  case revised(Timestamp)
  /// A judgement was kept, and came too late to count.
  case surplus(Timestamp)
  /// The same form came twice; the first judgement stands.
  case repeated(Timestamp)
  /// A draft was kept.
  case draftSaved(Timestamp)
  /// A task was passed over.
  case skipped
  /// A dispute was settled.
  case settled
  /// Something in the project was changed.
  case changed

  /// Reads what `query` wrote, and is nil for anything else.
  init?(query: String) {
    let parts = query.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1)
    let name = parts.first.flatMap { String($0) } ?? ""
    let milliseconds = parts.count == 2 ? String(parts[1]).flatMap { Int64($0) } : nil
    let timestamp = milliseconds.map(Timestamp.init(milliseconds:))
    switch (name, timestamp) {
    case ("saved", .some(let timestamp)): self = .saved(timestamp)
    case ("revised", .some(let timestamp)): self = .revised(timestamp)
    case ("surplus", .some(let timestamp)): self = .surplus(timestamp)
    case ("repeated", .some(let timestamp)): self = .repeated(timestamp)
    case ("draft", .some(let timestamp)): self = .draftSaved(timestamp)
    case ("skipped", _): self = .skipped
    case ("settled", _): self = .settled
    case ("changed", _): self = .changed
    default: return nil
    }
  }

  /// What came of a judgement.
  init(_ receipt: Receipt) {
    switch receipt.standing {
    case .counted: self = .saved(receipt.savedAt)
    case .revised: self = .revised(receipt.savedAt)
    case .surplus: self = .surplus(receipt.savedAt)
    case .repeated: self = .repeated(receipt.savedAt)
    case .skipped: self = .skipped
    }
  }

  /// The notice as the query of an address, so that it survives a redirect.
  var query: String {
    switch self {
    case .saved(let moment): "saved=\(moment.milliseconds)"
    case .revised(let moment): "revised=\(moment.milliseconds)"
    case .surplus(let moment): "surplus=\(moment.milliseconds)"
    case .repeated(let moment): "repeated=\(moment.milliseconds)"
    case .draftSaved(let moment): "draft=\(moment.milliseconds)"
    case .skipped: "skipped=1"
    case .settled: "settled=1"
    case .changed: "changed=1"
    }
  }

  /// The notice as a paragraph.
  var element: Markup {
    let words: Markup =
      switch self {
      case .saved(let time): "Your judgement was saved at \(moment(time))."
      case .revised(let time):
        "Your change was saved at \(moment(time)). The earlier one is kept too."
      case .surplus(let time):
        """
        Your judgement was saved at \(moment(time)). The time had run out and others had taken the \
        place, so it is kept but does not count.
        """
      case .repeated(let time):
        "That form had been sent before; the judgement saved at \(moment(time)) stands."
      case .draftSaved(let time):
        "Your draft was saved at \(moment(time)); nothing is submitted yet."
      case .skipped: "You passed over that task. It goes to somebody else."
      case .settled: "The dispute is settled."
      case .changed: "The change was saved."
      }
    return "<p class=\"notice\" role=\"status\">\(words)</p>\n"
  }
}
