import Feedback
import HTML

/// A task, with the form that answers it.
struct TaskPage: Page {
  let workspace: Workspace
  let idempotencyKey: String
  let problems: [FormProblem]
  let notice: Notice?
  /// Whether the judgement may no longer be changed.
  let isClosed: Bool
  /// Whether the order that was shown was sent back as it was, and might not be meant.
  let asksForOrder: Bool
  let question: Question
  let fields: FormFields

  /// Creates the page.
  ///
  /// - Parameters:
  ///   - idempotencyKey: What makes two sendings of this form one judgement; the same when it is
  ///     shown again because of problems.
  ///   - fields: What was sent, where it was refused; else the draft, or the judgement, is shown.
  init(
    _ workspace: Workspace, idempotencyKey: String, fields: FormFields? = nil,
    problems: [AnswerProblem] = [], formProblems: [FormProblem] = [], notice: Notice? = nil,
    isClosed: Bool = false, asksForOrder: Bool = false
  ) {
    self.workspace = workspace
    self.idempotencyKey = idempotencyKey
    self.notice = notice
    self.isClosed = isClosed
    self.asksForOrder = asksForOrder
    question = Question(workspace)
    self.problems = question.problems(problems) + formProblems
    self.fields =
      fields ?? workspace.draft.map(DraftForm.fields)
      ?? workspace.judgement.map { [question] in
        AnswerForm(question: question).fields(for: $0.answer)
      } ?? FormFields([])
  }

  var name: StaticString { "task" }
  var title: String { workspace.isRevision ? "Change your judgement" : question.title }
  var isWide: Bool { true }

  func heading(in context: PageContext) -> Markup {
    """
    <div class="task-head"><h1>\(title)</h1>
    <div class="row">\(question.completions.count > 1 ? layoutToggle : "")\
    <button type="button" id="show-help" class="quiet scripted-only">Keys</button></div></div>

    """
  }

  private var layoutToggle: Markup {
    let isPair = question.completions.count == 2
    return """
      <label class="check" for="side-by-side"><input type="checkbox" id="side-by-side" \
      data-remember="side-by-side-\(isPair ? "pair" : "many")"\
      \(" checked=\"checked\"", if: isPair)/><span>Side by side</span></label>
      """
  }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(problems.summary)\(standing)
    <details class="guideline"><summary>Guideline, version \(workspace.guideline.version)</summary>
    \(Markdown.markup(workspace.guideline.text))</details>
    <div class="desk">
    <details class="prompt" open="open"><summary>The prompt</summary>
    <div class="turns" tabindex="0" role="region" aria-label="The prompt">\
    \(Transcript(turns: question.turns).element)</div></details>
    \(isClosed ? closed : TaskForm(page: self, context: context).element)
    </div>
    """
  }

  private var standing: Markup {
    switch workspace.assignment.state {
    case _ where isClosed:
      """
      <p class="notice warning">This judgement is among your older ones and can no longer be \
      changed.</p>
      """
    case .expired:
      """
      <p class="notice warning">The time ran out, and the task may have gone to somebody else. \
      Submit all the same if you like: it counts if the place is still free, and is kept in any \
      case.</p>
      """
    default: ""
    }
  }

  /// What was judged, without the controls to change it.
  private var closed: Markup {
    let cards = question.slots.map { slot -> Markup in
      """
      <article class="card"><h2>Completion \(slot.letter)</h2>\
      \(words(slot.completion.text))</article>

      """
    }
    let judged: Markup =
      workspace.judgement.map {
        AnswerSummary(answer: $0.answer, order: workspace.assignment.order).element
      } ?? ""
    return "<div><div class=\"cards\">\(cards)</div>\n<h2>Your judgement</h2>\n\(judged)</div>"
  }
}
