import Feedback
import HTML

/// Somebody's own account.
struct AccountPage: Page {
  let sessionCount: Int
  var problems: [FormProblem] = []
  var notice: Notice?

  var name: StaticString { "account" }
  var title: String { "Your account" }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(problems.summary)\(who(context))
    <h2>Change your password</h2>
    <form method="post" action="/account/password">\(context.formTokenField)\
    <input type="text" hidden="hidden" aria-label="Name" autocomplete="username" \
    value="\(exact: context.labeler?.handle ?? "")"/>
    \(present.element(problems))\(new.element(problems))\
    <button class="first">Change it</button>
    </form>
    <h2>Where you are signed in</h2>
    <form method="post" action="/account/sessions">\(context.formTokenField)
    <p>\(sessionCount == 1 ? "Only here." : "In \(sessionCount) places, this one included.")</p>
    <button>Sign out everywhere</button>
    </form>
    """
  }

  private func who(_ context: PageContext) -> Markup {
    guard let labeler = context.labeler else { return "" }
    return """
      <dl class="facts">
      <div><dt>Name</dt><dd><bdi>\(marked: labeler.handle)</bdi></dd></div>
      <div><dt>Others see</dt><dd><bdi>\(marked: labeler.displayName)</bdi></dd></div>
      <div><dt>You are</dt><dd>\(labeler.role.title)</dd></div>
      </dl>
      """
  }

  private var present: TextField {
    TextField(
      name: "password", label: "Present password", type: "password",
      attributes: " autocomplete=\"current-password\" required=\"required\" maxlength=\"1000\"")
  }

  private var new: TextField {
    TextField(
      name: "new_password", label: "New password",
      hint: "At least 8 characters; 15 or more are better.", type: "password",
      attributes: """
         autocomplete="new-password" required="required" minlength="8" maxlength="1000"
        """)
  }
}
