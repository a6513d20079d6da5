import Feedback

extension Site {
  /// The page of an invitation.
  func joinForm(_ request: SiteRequest) throws -> SiteAnswer {
    guard let token = request.parameters["token"],
      let invitation = try accounts.invitation(token: token)
    else { return try void(request) }
    return try show(JoinPage(token: token, role: invitation.role), request)
  }

  /// Makes an account and signs it in.
  ///
  /// The invitation is looked at before a password is hashed, so that nobody without one can keep
  /// the server busy.
  func join(_ request: SiteRequest) async throws -> SiteAnswer {
    let form = Joining(request)
    let invitation = try await workers.run { try accounts.invitation(token: form.token) }
    guard let invitation else { return try await workers.run { try void(request) } }
    if let problem = PasswordRules.problem(with: form.password, handle: form.handle) {
      return try await refuse(form, invitation, FormProblem("password", problem), request)
    }
    let costs = configuration.passwordCosts
    let hash = try await hashing.run("invitation \(form.token)") {
      try await workers.run { try PasswordHash(of: form.password, costs: costs).text }
    }
    do {
      return try await workers.run {
        let labeler = try accounts.accept(
          token: form.token, handle: form.handle, displayName: form.displayName, passwordHash: hash)
        return try begin(labeler, request, then: home(of: labeler))
      }
    } catch FeedbackError.duplicate {
      let problem = FormProblem("handle", "This name is taken. Choose another one.")
      return try await refuse(form, invitation, problem, request)
    } catch FeedbackError.refused(let reason) {
      let problem = FormProblem("handle", sentence(reason))
      return try await refuse(form, invitation, problem, request)
    }
  }

  private func refuse(
    _ form: Joining, _ invitation: Invitation, _ problem: FormProblem, _ request: SiteRequest
  ) async throws -> SiteAnswer {
    let page = JoinPage(
      token: form.token, role: invitation.role, handle: form.handle,
      displayName: request.form.first("display_name") ?? "", problems: [problem])
    return try await workers.run { try show(page, status: 422, request) }
  }

  private func void(_ request: SiteRequest) throws -> SiteAnswer {
    let page = MessagePage(
      status: 404, title: "This invitation is void",
      text: "It is used up, taken back or too old. Ask who runs the project for another one.")
    return try show(page, status: 404, request)
  }
}

/// What somebody filled in who was invited.
private struct Joining: Sendable {
  let token: String
  let handle: String
  let displayName: String
  let password: String

  init(_ request: SiteRequest) {
    token = request.parameters["token"] ?? ""
    handle = request.form.first("handle") ?? ""
    displayName = filledText(request.form.first("display_name")) ?? handle
    password = request.form.first("password") ?? ""
  }
}
