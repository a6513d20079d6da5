import Feedback
import HTML

/// What was done, each entry chained to all before it.
struct LogPage: Page {
  let events: [Event]
  /// The names of who did it.
  let people: [Identifier<Labeler>: String]
  /// The last event shown, where there are more.
  let next: Identifier<Event>?

  init(_ events: [Event], people: [Identifier<Labeler>: String], next: Identifier<Event>?) {
    self.events = events
    self.people = people
    self.next = next
  }

  var name: StaticString { "log" }
  var title: String { "Log" }
  var isWide: Bool { true }

  func content(in context: PageContext) -> Markup {
    guard !events.isEmpty else { return "<p>There is nothing more.</p>" }
    let table = PageTable(
      caption:
        "Each entry holds the hash of the one before it, so that none can be changed unseen.",
      headers: ["No.", "When", "Who", "What", "On", "More", "Hash"], rows: events.map(row),
      numbers: [0])
    let more: Markup =
      next.map {
        "<p><a class=\"button\" href=\"/log?after=\($0.description)\">Later entries</a></p>"
      }
      ?? ""
    return "\(table.element)\(more)"
  }

  private func row(_ event: Event) -> [Markup] {
    let actor: Markup =
      event.actorID.map { "<bdi>\(marked: people[$0] ?? "account \($0.description)")</bdi>" }
      ?? "the program"
    let body: Markup =
      event.body.utf8.count <= 2
      ? ""
      : """
      <details><summary>Show</summary><code class="words" dir="auto">\(marked: event.body)</code>\
      </details>
      """
    return [
      "\(event.id.description)", moment(event.at), actor, "\(marked: event.kind)",
      "\(marked: event.targetTable) \(String(event.targetNumber))", body,
      "<code>\(event.hash.shortened(to: 12))</code>",
    ]
  }
}
