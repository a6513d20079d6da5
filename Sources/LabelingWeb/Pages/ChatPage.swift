import Datasets
import Feedback
import HTML

/// Where a conversation with two models begins.
struct ChatPage: Page {
  /// What was said before, where a conversation goes on.
  var turns: [Message] = []
  var firstTurn = ""
  var conversation: String?
  var problem: String?

  var name: StaticString { "chat" }
  var title: String { turns.isEmpty ? "Begin a chat" : "Go on with the chat" }

  func content(in context: PageContext) -> Markup {
    let problems = problem.map { [FormProblem("message", $0)] } ?? []
    let hidden: Markup =
      conversation.map { "<input type=\"hidden\" name=\"conversation\" value=\"\(exact: $0)\"/>" }
      ?? ""
    let message = TextArea(
      name: "message", label: "Your message", value: firstTurn,
      hint: "Two models answer. Which is which is not shown; you say whose answer is better.",
      attributes: " rows=\"5\" required=\"required\" maxlength=\"8000\"")
    return """
      \(problems.summary)\(turns.isEmpty ? "" : Transcript(turns: turns).element)
      <form method="post" action="/chat">\(context.formTokenField)\(hidden)
      \(message.element(problems))<button class="first">Send</button>
      </form>
      <p class="hint">The answers may take a while.</p>
      """
  }
}
