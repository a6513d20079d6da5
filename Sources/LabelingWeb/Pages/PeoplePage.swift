import Feedback
import HTML

/// The accounts, and the invitations that make new ones.
struct PeoplePage: Page {
  let people: [Labeler]
  let invitations: [Invitation]
  /// The link of an invitation that was just made: it is shown this once and never again.
  var newLink: String?
  var problems: [FormProblem] = []
  var notice: Notice?

  var name: StaticString { "people" }
  var title: String { "People" }
  var isWide: Bool { true }

  func content(in context: PageContext) -> Markup {
    """
    \(notice?.element ?? "")\(problems.summary)\(newLink.map(shownOnce) ?? "")\
    <h2>Accounts</h2>
    \(accounts(context))<h2>Invite somebody</h2>
    \(inviteForm(context))<h2>Invitations</h2>
    \(invitationTable(context))
    """
  }

  private func shownOnce(_ link: String) -> Markup {
    """
    <div class="notice" id="invitation"><p>The invitation is made. Send this link to whom it is \
    for; it is shown only now.</p>
    <div class="field"><label for="new-link">Link</label><div class="row">\
    <input type="text" id="new-link" readonly="readonly" value="\(exact: link)"/>\
    <button type="button" id="copy-link" class="scripted-only">Copy</button>\
    <output id="copied"></output></div></div></div>

    """
  }

  private func accounts(_ context: PageContext) -> Markup {
    PageTable(
      caption: "Accounts", headers: ["Name", "Others see", "Kind", "Since", "Role", "State"],
      rows: people.map { account($0, context) }, hidesCaption: true
    ).element
  }

  private func account(_ person: Labeler, _ context: PageContext) -> [Markup] {
    let number = person.id.description
    let roles = Labeler.Role.allCases.map { ($0.rawValue, $0.rawValue) }
    let states = Labeler.State.allCases.map { ($0.rawValue, $0.rawValue) }
    func form(_ field: String, _ options: [(String, String)], _ chosen: String) -> Markup {
      let choice = selection(
        name: field, label: "The \(field) of \(person.handle)", options: options,
        chosen: chosen, id: "\(field)-\(number)", isLabelHidden: true)
      return """
        <form class="row" method="post" action="/people/\(number)/\(field)">\
        \(context.formTokenField)\(choice)\
        <button aria-label="Change the \(field) of \(person.handle)">Change</button></form>
        """
    }
    let isSelf = person.id == context.labeler?.id
    return [
      "<bdi>\(marked: person.handle)</bdi>\(" <span class=\"hint\">you</span>", if: isSelf)",
      "<bdi>\(marked: person.displayName)</bdi>", "\(person.kind.rawValue)",
      moment(person.createdAt),
      isSelf ? "\(person.role.rawValue)" : form("role", roles, person.role.rawValue),
      isSelf ? "\(person.state.rawValue)" : form("state", states, person.state.rawValue),
    ]
  }

  private func inviteForm(_ context: PageContext) -> Markup {
    let roles = Labeler.Role.allCases.reversed().map {
      ($0.rawValue, "\($0.rawValue): \($0.explanation)")
    }
    let role = selection(
      name: "role", label: "Role", options: roles, chosen: Labeler.Role.labeler.rawValue)
    return """
      <form method="post" action="/people/invite">\(context.formTokenField)
      <div class="field">\(role)</div>
      \(number("uses", "How many accounts may be made with it", value: 1, to: 1000))\
      \(number("days", "How many days it is good for", value: 7, to: 90))\
      <button class="first">Make a link</button>
      </form>

      """
  }

  private func number(_ name: String, _ label: String, value: Int, to limit: Int) -> Markup {
    TextField(
      name: name, label: label, value: String(value), type: "number",
      attributes: " min=\"1\" max=\"\(limit)\" required=\"required\""
    ).element(problems)
  }

  private func invitationTable(_ context: PageContext) -> Markup {
    guard !invitations.isEmpty else { return "<p>There are none.</p>\n" }
    return PageTable(
      caption: "Invitations", headers: ["Made", "Role", "Used", "Good until", "State", ""],
      rows: invitations.map { invitation($0, context) }, hidesCaption: true
    ).element
  }

  private func invitation(_ invitation: Invitation, _ context: PageContext) -> [Markup] {
    let isUsable =
      invitation.revokedAt == nil && invitation.expiresAt > context.now
      && invitation.uses < invitation.allowedUses
    let state: Markup =
      invitation.revokedAt != nil
      ? "taken back"
      : invitation.uses >= invitation.allowedUses
        ? "used up" : invitation.expiresAt > context.now ? "open" : "run out"
    let number = invitation.id.description
    let revoke: Markup = """
      <form method="post" action="/invitations/\(number)/revoke">\(context.formTokenField)\
      <button aria-label="Take back invitation \(number)">Take back</button></form>
      """
    return [
      moment(invitation.createdAt), "\(invitation.role.rawValue)",
      "\(invitation.uses) of \(invitation.allowedUses)", moment(invitation.expiresAt), state,
      isUsable ? revoke : "",
    ]
  }
}
