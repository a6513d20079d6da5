import Feedback

extension Site {
  /// The accounts and the invitations.
  func people(_ request: SiteRequest) throws -> SiteAnswer {
    try show(peoplePage(notice: notice(in: request)), request)
  }

  /// Makes an invitation and shows its link, this once: its secret is kept nowhere.
  func invite(_ request: SiteRequest) throws -> SiteAnswer {
    var problems: [FormProblem] = []
    let role = request.form.first("role").flatMap(Labeler.Role.init(rawValue:))
    if role == nil { problems.append(FormProblem("role", "Choose a role.")) }
    let uses = request.number("uses", in: 1...1000)
    if uses == nil { problems.append(FormProblem("uses", "This must be from 1 to 1000.")) }
    let days = request.number("days", in: 1...90)
    if days == nil { problems.append(FormProblem("days", "This must be from 1 to 90.")) }
    guard let role, let uses, let days else {
      return try show(peoplePage(problems: problems), status: 422, request)
    }
    let token = try accounts.invite(
      role: role, allowedUses: uses, validFor: .seconds(days * 86_400), by: request.labeler.id)
    var page = try peoplePage()
    page.newLink = "\(request.origin)/join/\(token.text)"
    return try show(page, request)
  }

  /// Gives an account another role.
  func changeRole(_ request: SiteRequest) throws -> SiteAnswer {
    guard let role = request.form.first("role").flatMap(Labeler.Role.init(rawValue:)) else {
      throw SiteError.malformed("There is no such role. Nothing was changed.")
    }
    try accounts.changeRole(
      of: request.identifier("labeler"), to: role, by: request.labeler.id)
    return changed(at: .people)
  }

  /// Pauses an account, closes it, or takes it back into use.
  func changeState(_ request: SiteRequest) throws -> SiteAnswer {
    guard let state = request.form.first("state").flatMap(Labeler.State.init(rawValue:)) else {
      throw SiteError.malformed("There is no such state. Nothing was changed.")
    }
    try accounts.changeState(
      of: request.identifier("labeler"), to: state, by: request.labeler.id)
    return changed(at: .people)
  }

  /// Takes an invitation back.
  func revokeInvitation(_ request: SiteRequest) throws -> SiteAnswer {
    try accounts.revoke(request.identifier("invitation"), by: request.labeler.id)
    return changed(at: .people)
  }

  /// Says on a page that a change was made.
  func changed(at route: Route) -> SiteAnswer {
    .redirect(to: "\(route.path)?\(Notice.changed.query)")
  }

  private func peoplePage(
    problems: [FormProblem] = [], notice: Notice? = nil
  ) throws -> PeoplePage {
    let (people, invitations) = try store.read { reader in
      (try reader.all(Labeler.self), try reader.all(Invitation.self))
    }
    return PeoplePage(
      people: people, invitations: invitations, problems: problems, notice: notice)
  }
}
