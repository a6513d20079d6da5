/// What came of looking through the chain of events.
public struct ChainReport: Sendable, Equatable {
  /// How many events were looked at before the first broken one, or in all.
  public var eventCount: Int
  /// The hash at the chain's end, which stands for all that was done; 64 zeros for no event.
  public var tip: String
  /// The first event that breaks the chain, if one does.
  public var firstBreak: Break?

  /// Where and how a chain is broken.
  public struct Break: Sendable, Equatable {
    /// The number of the event that is not what it should be.
    public var event: Identifier<Event>
    /// What is wrong, as a sentence.
    public var reason: String
  }

  /// Whether every event is there, unchanged and in its place.
  public var isWhole: Bool { firstBreak == nil }
}

/// Looks through the chain of events and finds the first that was changed, taken out or slipped in.
///
/// A chain whose end was cut off is whole; whoever wants to notice that compares the tip with one
/// noted elsewhere, such as an export's.
///
/// - Throws: `FeedbackError` when the store cannot be read.
public func verifyEventChain(_ reader: any FeedbackReader) throws -> ChainReport {
  var report = ChainReport(eventCount: 0, tip: Event.hashBeforeTheFirst)
  var last = Identifier<Event>.unassigned
  while true {
    let events = try reader.events(after: last, limit: 1000)
    guard let newest = events.last else { break }
    for event in events {
      if let reason = event.flaw(after: report.tip, Int64(report.eventCount)) {
        report.firstBreak = ChainReport.Break(event: event.id, reason: reason)
        return report
      }
      report.eventCount += 1
      report.tip = event.hash
    }
    last = newest.id
  }
  return report
}

extension Event {
  /// Returns what is wrong with the event as the one after another.
  fileprivate func flaw(after previous: String, _ number: Int64) -> String? {
    if id.number != number + 1 { return "event \(number + 1) is missing" }
    if previousHash != previous {
      return "it does not follow the event before it, which was changed, taken out or slipped in"
    }
    if hash != computedHash { return "it was changed after it was written" }
    return nil
  }
}
