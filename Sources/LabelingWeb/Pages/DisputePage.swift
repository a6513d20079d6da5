import Feedback
import HTML

/// A task on which labelers disagree: every side, then the form to settle it.
///
/// All sides speak of the completions by the same letters here, those of the task's own order;
/// in which order each labeler saw them is said with their judgement.
struct DisputePage: Page {
  let dispute: Dispute
  let question: Question
  let fields: FormFields
  let problems: [FormProblem]

  init(
    _ dispute: Dispute, fields: FormFields? = nil, problems: [AnswerProblem] = [],
    formProblems: [FormProblem] = []
  ) {
    self.dispute = dispute
    question = Question(dispute)
    self.fields = fields ?? FormFields([])
    self.problems = question.problems(problems) + formProblems
  }

  var name: StaticString { "dispute" }
  var title: String { "Settle task \(dispute.task.id.number)" }
  var isWide: Bool { true }

  func content(in context: PageContext) -> Markup {
    """
    \(problems.summary)<details class="guideline"><summary>Guideline, version \
    \(dispute.guideline.version)</summary>
    \(Markdown.markup(dispute.guideline.text))</details>
    <h2>The prompt</h2>
    <div class="card">\(Transcript(turns: question.turns).element)</div>
    <h2>What was said</h2>
    <div class="sides">\(dispute.sides.map(side))</div>
    \(dispute.adjudications.isEmpty ? "" : earlier)\
    <h2>Your decision</h2>
    <form id="settle" method="post" action="/disputes/\(dispute.task.id.description)">\
    \(context.formTokenField)
    \(AnswerFields(question: question, fields: fields, problems: problems).element)\
    \(cause)\(note)<button class="first">Settle it</button>
    </form>
    """
  }

  private func side(_ side: Dispute.Side) -> Markup {
    let order = dispute.completions.map(\.id)
    let shown = side.assignment.order.map { id in
      order.firstIndex(of: id).map(slotLetter) ?? "?"
    }.joined(separator: ", ")
    let judgement = side.judgement
    return """
      <article class="card"><h3><bdi>\(marked: side.labeler.displayName)</bdi></h3>
      \(AnswerSummary(answer: judgement.answer, order: order).element)\
      <p class="hint">\(moment(judgement.createdAt))\
      \(shown.isEmpty ? "" : "; shown in the order \(shown)" as Markup)\
      \("; changed since", if: judgement.revision > 1)</p>
      </article>

      """
  }

  private var earlier: Markup {
    let entries = dispute.adjudications.map { decision -> Markup in
      let summary = AnswerSummary(answer: decision.answer, order: dispute.completions.map(\.id))
      return """
        <article class="card"><p class="hint">\(moment(decision.createdAt)); \
        \(decision.cause.title)</p>
        \(summary.element)\(decision.note.isEmpty ? "" : words(decision.note))</article>

        """
    }
    return "<h2>Decisions so far</h2>\n<div class=\"sides\">\(entries)</div>\n"
  }

  private var cause: Markup {
    let filled = fields.first("cause")
    let chips = Adjudication.Cause.allCases.map { cause in
      RadioChip(
        name: "cause", value: cause.rawValue, label: "\(cause.title)",
        isChecked: filled == cause.rawValue
      ).element
    }
    return """
      <fieldset class="set" id="cause" tabindex="-1"\(problems.attributes("cause"))>\
      <legend>Why did they disagree?</legend>
      \(problems.beside("cause"))<div class="chips">\(chips)</div></fieldset>

      """
  }

  private var note: Markup {
    TextArea(
      name: "note", label: "A note for the others (optional)", value: fields.first("note") ?? "",
      attributes: " rows=\"3\" maxlength=\"10000\""
    ).element(problems)
  }
}

extension Adjudication.Cause {
  /// What it is called on pages.
  var title: String {
    switch self {
    case .mistake: "Somebody overlooked something"
    case .guidelineGap: "The guideline does not say"
    case .closeCall: "It is a close call"
    case .taste: "It is a matter of taste or values"
    case .unclearTask: "The task cannot be judged"
    }
  }
}
