import Feedback

extension Site {
  /// Somebody's own account.
  func account(_ request: SiteRequest) throws -> SiteAnswer {
    try show(accountPage(request, notice: notice(in: request)), request)
  }

  /// Ends all sessions but this one.
  func endSessions(_ request: SiteRequest) throws -> SiteAnswer {
    try accounts.closeAllSessions(of: request.labeler.id, but: request.visitor?.session.id)
    return .redirect(to: "\(Route.account.path)?\(Notice.changed.query)")
  }

  /// Sets another password for whoever knows the present one; other sessions end, and this one
  /// gets new secrets.
  func changePassword(_ request: SiteRequest) async throws -> SiteAnswer {
    let labeler = try request.labeler
    let present = request.form.first("password") ?? ""
    let new = request.form.first("new_password") ?? ""
    if let problem = PasswordRules.problem(with: new, handle: labeler.handle) {
      return try await refuse(FormProblem("new_password", problem), request)
    }
    let problem = try await hashing.run(labeler.handle) {
      try await workers.run { try change(present, to: new, of: labeler, request) }
    }
    if let problem { return try await refuse(problem, request) }
    let path = "\(Route.account.path)?\(Notice.changed.query)"
    return try await workers.run { try begin(labeler, request, then: path) }
  }

  /// Returns what stands against it, or nothing once it is done; wrong guesses count as those at
  /// the door do.
  private func change(
    _ present: String, to new: String, of labeler: Labeler, _ request: SiteRequest
  ) throws -> FormProblem? {
    guard
      try accounts.loginAllowance(handle: labeler.handle, addressPrefix: request.addressPrefix)
    else {
      return FormProblem("password", "Too many attempts. Wait 15 minutes and try again.")
    }
    let hash = try accounts.credential(handle: labeler.handle)
      .flatMap { PasswordHash($0.1.passwordHash) }
    guard present.unicodeScalars.count <= PasswordRules.greatestLength,
      try hash?.accepts(present) == true
    else {
      try accounts.recordLogin(
        handle: labeler.handle, addressPrefix: request.addressPrefix, succeeded: false)
      return FormProblem("password", "This is not your present password.")
    }
    try accounts.changePassword(
      of: labeler.id, toHash: PasswordHash(of: new, costs: configuration.passwordCosts).text,
      keeping: request.visitor?.session.id, by: labeler.id)
    return nil
  }

  private func refuse(
    _ problem: FormProblem, _ request: SiteRequest
  ) async throws -> SiteAnswer {
    try await workers.run {
      try show(accountPage(request, problems: [problem]), status: 422, request)
    }
  }

  private func accountPage(
    _ request: SiteRequest, problems: [FormProblem] = [], notice: Notice? = nil
  ) throws -> AccountPage {
    let id = try request.labeler.id
    let moment = now()
    let sessions = try store.read { try $0.openSessions(of: id) }
    let count = sessions.filter { moment < $0.idleExpiresAt && moment < $0.expiresAt }.count
    return AccountPage(sessionCount: count, problems: problems, notice: notice)
  }
}
