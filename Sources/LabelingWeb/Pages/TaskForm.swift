import Feedback
import HTML

/// The form of a task's page, and what belongs to it: skipping, keys, time.
struct TaskForm {
  let page: TaskPage
  let context: PageContext

  private var assignment: Assignment { page.workspace.assignment }
  private var path: String { "/task/\(assignment.id)" }
  private var revision: Int { page.workspace.judgement?.revision ?? 0 }
  private var isLent: Bool { assignment.state == .leased }

  var element: Markup {
    """
    <div>
    <form id="answer" method="post" action="\(path)" tabindex="-1" aria-label="Your judgement" \
    data-kind="\(page.workspace.task.kind.rawValue)" data-draft="\(path)/draft" data-extend="\(path)/extend" data-login="/login" \
    data-labeler="\(context.labeler?.id.description ?? "")" data-revision="\(revision)" \
    data-sequence="\(page.workspace.draft?.sequence ?? 0)" \
    data-now="\(String(context.now.milliseconds))"\(leaseEnd)>
    \(hiddenFields)\
    \(AnswerFields(question: page.question, fields: page.fields, problems: page.problems).element)\
    \(nextMessage)\(reasonForRevision)\(orderQuestion)\(bar)
    </form>
    \(page.workspace.isRevision ? "" : skipForm)\(help)
    </div>
    """
  }

  private var leaseEnd: Markup {
    guard isLent else { return "" }
    return " data-expires=\"\(String(assignment.leaseExpiresAt.milliseconds))\""
  }

  private var hiddenFields: Markup {
    """
    \(context.formTokenField)<input type="hidden" name="idempotency_key" \
    value="\(page.idempotencyKey)" autocomplete="off"/><input type="hidden" name="active_ms" \
    value="\(assignment.activeMilliseconds)" autocomplete="off"/><input type="hidden" \
    name="revision" value="\(revision)" autocomplete="off"/>

    """
  }

  private var nextMessage: Markup {
    guard page.question.kind == .chat, !page.workspace.isRevision else { return "" }
    return TextArea(
      name: "next_message", label: "Your next message",
      value: page.fields.first("next_message") ?? "",
      hint: "The conversation goes on with the reply that you prefer. Leave it empty to end it.",
      attributes: " rows=\"3\" maxlength=\"8000\""
    ).element(page.problems)
  }

  private var reasonForRevision: Markup {
    guard page.workspace.isRevision else { return "" }
    return TextArea(
      name: "reason_for_revision", label: "Why do you change it?",
      value: page.fields.first("reason_for_revision") ?? "",
      hint: "The earlier judgement is kept beside the new one.",
      attributes: " rows=\"2\" maxlength=\"2000\""
    ).element(page.problems)
  }

  private var orderQuestion: Markup {
    guard page.asksForOrder else { return "" }
    let box = checkBox(
      id: "order_confirmed", name: "order_confirmed", value: "yes",
      label: "Yes, this order is my judgement", isChecked: false)
    return """
      <div class="notice warning"><p>You gave the completions the very order in which they were \
      shown, and that order was random. If you mean it, tick this box and submit again.</p>\
      \(box)</div>

      """
  }

  private var bar: Markup {
    let saved: Markup =
      page.workspace.draft.map { "Draft saved at \(moment($0.savedAt))" } ?? ""
    return """
      <div class="bar">
      <div id="lease-warning" role="alert" hidden="hidden"><p class="row">The time is almost up. \
      <button type="button" id="more-time">I need more time</button></p></div>
      <a id="sign-in-again" class="button" href="/login" target="_blank" rel="noopener" \
      hidden="hidden">Sign in again</a>
      \(page.question.kind == .ranking ? order : "")
      <span class="state"><output id="saved">\(saved)</output>\
      \(isLent ? timeLeft : "")</span>
      <button id="submit" class="first">\
      \(page.workspace.isRevision ? "Submit the change" : "Submit")</button>
      <button class="quiet" formaction="\(path)/draft" formnovalidate="formnovalidate">Save draft\
      \(isLent ? ", extend time" : "")</button>
      </div>
      """
  }

  private var order: Markup {
    let answer = AnswerForm(question: page.question).answer(from: page.fields)
    let text = orderText(answer.ranks, order: page.question.completions.map(\.id))
    return """
      <span class="order">Order: <output id="order">\(text)</output></span>
      """
  }

  private var timeLeft: Markup {
    let left = (assignment.leaseExpiresAt - context.now).milliseconds
    let words = left > 0 ? "\(inWords(minutes: Int(left / 60_000))) left" : "the time is up"
    return """
       <span id="time-left" title="until \(UTCParts(assignment.leaseExpiresAt).description)">\
      \(words)</span>
      """
  }

  private var skipForm: Markup {
    """
    <section class="below" aria-labelledby="skip-heading"><h2 id="skip-heading">Skip this task</h2>
    <form id="skip" method="post" action="\(path)/skip">\(context.formTokenField)
    <div class="field"><label for="skip-reason">Why can you not judge it?</label>\
    \(page.problems.beside("skip-reason"))<div class="row"><input type="text" id="skip-reason" \
    name="reason" required="required" maxlength="500" dir="auto"\
    \(page.problems.attributes("skip-reason"))/><button>Skip it</button></div></div>
    </form></section>

    """
  }

  private var help: Markup {
    let digits: Markup =
      switch page.question.kind {
      case .ranking: "the rank of the completion that has the focus; 0 takes it away"
      case .pair, .chat: "the preference, from 1 (A is much better) to 7 (B is much better)"
      default: "the mark in the row that has the focus"
      }
    return """
      <details class="scripted-only"><summary>Keys in this form</summary>
      <p><label class="check" for="shortcuts"><input type="checkbox" id="shortcuts" \
      checked="checked" data-remember="shortcuts"/><span>Single keys do something while the focus \
      is in the form</span></label></p></details>
      <dialog id="help" aria-labelledby="help-heading"><h2 id="help-heading">Keys</h2>
      <p>They work while the focus is in the form, outside of text fields, and can be switched off \
      below the form.</p>
      <ul><li><kbd>1</kbd>–<kbd>9</kbd>: \(digits)</li>
      <li><kbd>j</kbd> and <kbd>k</kbd>: the next and the previous completion</li>
      <li><kbd>Ctrl</kbd>+<kbd>Enter</kbd>: submit, from anywhere in the form</li>
      <li><kbd>?</kbd>: these lines</li></ul>
      <form method="dialog"><button class="first">Close</button></form></dialog>
      """
  }
}
