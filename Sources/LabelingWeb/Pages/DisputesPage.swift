import Datasets
import Feedback
import HTML

/// The tasks on which labelers disagree.
struct DisputesPage: Page {
  let disputes: [Dispute]
  var notice: Notice?

  init(_ disputes: [Dispute], notice: Notice? = nil) {
    self.disputes = disputes
    self.notice = notice
  }

  var name: StaticString { "disputes" }
  var title: String { "Disputes" }

  func content(in context: PageContext) -> Markup {
    let notice = self.notice?.element ?? ""
    guard !disputes.isEmpty else {
      return "\(notice)<p>Nobody disagrees with anybody for now.</p>"
    }
    let table = PageTable(
      caption: "Tasks on which judgements contradict each other, and what each side said.",
      headers: ["Task", "Kind", "Prompt", "Judgements", ""], rows: disputes.map(row))
    return "\(notice)\(table.element)"
  }

  private func row(_ dispute: Dispute) -> [Markup] {
    let number = dispute.task.id.description
    let sides = dispute.sides.map { side -> Markup in
      let summary = AnswerSummary(
        answer: side.judgement.answer, order: dispute.completions.map(\.id))
      return """
        <li><bdi>\(marked: side.labeler.displayName)</bdi>: \
        <bdi>\(marked: summary.line)</bdi></li>
        """
    }
    let start = (dispute.prompt.turns.last?.content ?? "").shortened(to: 120)
    return [
      "\(number)", "\(dispute.task.kind.title)",
      "<span dir=\"auto\">\(marked: start)</span>",
      "<ul>\(sides)</ul>",
      "<a href=\"/disputes/\(number)\" aria-label=\"Settle task \(number)\">Settle</a>",
    ]
  }
}
