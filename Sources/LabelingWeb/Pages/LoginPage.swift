import Feedback
import HTML

/// Where one signs in.
struct LoginPage: Page {
  /// Why nobody is signed in.
  enum Problem: Sendable, Equatable {
    /// There is no account with this name and password.
    case wrong
    /// Too many attempts failed.
    case tooMany
    /// The session ended.
    case ended
  }

  let handle: String
  let problem: Problem?
  /// Where to go then.
  let next: String?

  init(handle: String = "", problem: Problem? = nil, next: String? = nil) {
    self.handle = handle
    self.problem = problem
    self.next = next
  }

  var name: StaticString { "login" }
  var title: String { "Sign in" }

  func content(in context: PageContext) -> Markup {
    let problems = self.problems
    let next: Markup =
      self.next.map { "<input type=\"hidden\" name=\"next\" value=\"\(exact: $0)\"/>" } ?? ""
    let handle = TextField(
      name: "handle", label: "Name", value: self.handle,
      attributes: """
         autocomplete="username" autocapitalize="none" spellcheck="false" required="required" \
        maxlength="100"
        """)
    let password = TextField(
      name: "password", label: "Password", type: "password",
      attributes: " autocomplete=\"current-password\" required=\"required\" maxlength=\"1000\"")
    return """
      \("<p class=\"notice warning\">Please sign in to go on.</p>\n", if: problem == .ended)\
      \(problems.summary(heading: "You are not signed in"))
      <form method="post" action="/login">\(context.formTokenField)\(next)
      \(handle.element([]))\(password.element([]))<button class="first">Sign in</button>
      </form>
      <p class="hint">An account begins with an invitation: ask whoever runs this project for a \
      link.</p>
      """
  }

  private var problems: [FormProblem] {
    switch problem {
    case .wrong: [FormProblem("handle", "The name and the password do not go together.")]
    case .tooMany:
      [FormProblem("", "Too many attempts failed. Wait a quarter of an hour and try again.")]
    case .ended, nil: []
    }
  }
}
