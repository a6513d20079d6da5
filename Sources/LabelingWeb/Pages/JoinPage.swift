import Feedback
import HTML

/// Where somebody who was invited makes an account.
struct JoinPage: Page {
  let token: String
  let role: Labeler.Role
  var handle = ""
  var displayName = ""
  var problems: [FormProblem] = []

  var name: StaticString { "join" }
  var title: String { "Make your account" }

  func content(in context: PageContext) -> Markup {
    let handle = TextField(
      name: "handle", label: "Name to sign in with", value: self.handle,
      hint: "2 to 32 small letters, digits, dots, lines and underscores.",
      attributes: """
         autocomplete="username" autocapitalize="none" spellcheck="false" required="required" \
        maxlength="32"
        """)
    let displayName = TextField(
      name: "display_name", label: "Name that others see (optional)", value: self.displayName,
      attributes: " autocomplete=\"nickname\" maxlength=\"80\"")
    let password = TextField(
      name: "password", label: "Password",
      hint: "At least 8 characters; 15 or more are better. A few unusual words do well.",
      type: "password",
      attributes: """
         autocomplete="new-password" required="required" minlength="8" maxlength="1000"
        """)
    return """
      \(problems.summary)<p>You are invited to <bdi>\(marked: context.settings.name)</bdi> \
      as \(role.title).</p>
      <form method="post" action="/join/\(token)">\(context.formTokenField)
      \(handle.element(problems))\(displayName.element(problems))\(password.element(problems))\
      <button class="first">Make the account</button>
      </form>
      """
  }
}

extension Labeler.Role {
  /// What it is called in a sentence.
  var title: String {
    switch self {
    case .administrator: "an administrator"
    case .adjudicator: "an adjudicator"
    case .labeler: "a labeler"
    case .auditor: "an auditor"
    }
  }

  /// What it may do, in a sentence.
  var explanation: String {
    switch self {
    case .administrator: "runs the project and sees everything"
    case .adjudicator: "labels, and settles what labelers disagree on"
    case .labeler: "labels, and sees only what is theirs"
    case .auditor: "sees findings and the log, and changes nothing"
    }
  }
}
