import Feedback
import HTML

/// What a labeler did lately, and may still change.
struct HistoryPage: Page {
  let recent: [RecentWork]

  init(_ recent: [RecentWork]) { self.recent = recent }

  var name: StaticString { "history" }
  var title: String { "Your latest judgements" }

  func content(in context: PageContext) -> Markup {
    guard !recent.isEmpty else {
      return "<p>Nothing yet. <a href=\"/work\">Take a task</a>.</p>"
    }
    let table = PageTable(
      caption: "The latest comes first. A change is kept beside what it changes.",
      headers: ["When", "Task", "Prompt", "Judgement", ""], rows: recent.map(row))
    return table.element
  }

  private func row(_ work: RecentWork) -> [Markup] {
    let number = work.assignment.id.description
    let change: Markup =
      work.isRevisable
      ? """
      <a href="/task/\(number)" aria-label="Change the judgement of \
      \(UTCParts(work.judgement.createdAt).description)">Change</a>
      """ : "<a href=\"/task/\(number)\" aria-label=\"Look at task \(number)\">Look</a>"
    let revision: Markup =
      work.judgement.revision > 1 ? " <span class=\"hint\">(changed)</span>" : ""
    let standing: Markup =
      work.assignment.state == .surplus ? " <span class=\"hint\">(too late to count)</span>" : ""
    let summary = AnswerSummary(answer: work.judgement.answer, order: work.assignment.order).line
    return [
      moment(work.judgement.createdAt), "\(work.kind.title)",
      "<span dir=\"auto\">\(marked: work.promptStart)</span>",
      "<bdi>\(marked: summary)</bdi>\(revision)\(standing)", change,
    ]
  }
}
