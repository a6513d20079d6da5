import Feedback

extension Site {
  /// The page to sign in.
  func loginForm(_ request: SiteRequest) throws -> SiteAnswer {
    if let labeler = request.visitor?.labeler { return .redirect(to: home(of: labeler)) }
    return try show(LoginPage(next: next(in: request.query)), request)
  }

  /// Signs somebody in.
  ///
  /// Whatever is wrong, the answer is the same, and so is the time: where there is no such account
  /// a password is hashed all the same. The limit is looked up when it is the request's turn, so
  /// that sending many at once is no way around it.
  func signIn(_ request: SiteRequest) async throws -> SiteAnswer {
    let handle = request.form.first("handle") ?? ""
    let password = request.form.first("password") ?? ""
    guard handle.utf8.count <= 256, password.unicodeScalars.count <= PasswordRules.greatestLength
    else { return try await refuse(request, .wrong, status: 422) }
    return try await hashing.run(handle) {
      guard
        try await workers.run({
          try accounts.loginAllowance(handle: handle, addressPrefix: request.addressPrefix)
        })
      else { return try await refuse(request, .tooMany, status: 429) }
      let labeler = try await workers.run { try self.labeler(handle, password) }
      try await workers.run {
        try accounts.recordLogin(
          handle: handle, addressPrefix: request.addressPrefix, succeeded: labeler != nil)
      }
      guard let labeler else { return try await refuse(request, .wrong, status: 422) }
      return try await workers.run {
        try begin(labeler, request, then: next(in: request.form) ?? home(of: labeler))
      }
    }
  }

  /// Returns whose handle and password these are, and hashes the password anew if its hash is
  /// weaker than is usual now.
  private func labeler(_ handle: String, _ password: String) throws -> Labeler? {
    let costs = configuration.passwordCosts
    let found = try accounts.credential(handle: handle)
    guard let (labeler, credential) = found, let hash = PasswordHash(credential.passwordHash)
    else {
      _ = try PasswordHash(of: password, costs: costs)
      return nil
    }
    guard try hash.accepts(password), labeler.state != .closed, labeler.kind == .person else {
      return nil
    }
    if hash.costs.areWeaker(than: costs) {
      try accounts.replacePasswordHash(
        of: labeler.id, with: PasswordHash(of: password, costs: costs).text)
    }
    return labeler
  }

  private func refuse(
    _ request: SiteRequest, _ problem: LoginPage.Problem, status: Int
  ) async throws -> SiteAnswer {
    let page = LoginPage(
      handle: request.form.first("handle") ?? "", problem: problem, next: next(in: request.form))
    let answer = try await workers.run { try show(page, status: status, request) }
    guard status == 429 else { return answer }
    return answer.adding("Retry-After", String(AccountDesk.loginWindow.components.seconds))
  }

  /// Begins a session with secrets of its own, and ends the one that there was.
  func begin(_ labeler: Labeler, _ request: SiteRequest, then path: String) throws -> SiteAnswer {
    if let old = request.visitor?.session { try accounts.closeSession(old) }
    let (token, _) = try accounts.openSession(for: labeler)
    return SiteAnswer.redirect(to: path)
      .adding("Set-Cookie", SiteCookie.session.setting(token.text))
      .adding("Set-Cookie", SiteCookie.form.removing)
  }

  /// Signs out.
  func signOut(_ request: SiteRequest) throws -> SiteAnswer {
    if let session = request.visitor?.session { try accounts.closeSession(session) }
    return SiteAnswer.redirect(to: Route.loginForm.path)
      .adding("Set-Cookie", SiteCookie.session.removing)
  }

  /// Returns the page that somebody wanted before signing in, if it is one of ours.
  private func next(in fields: FormFields) -> String? {
    guard let path = fields.first("next"), path.utf8.count <= 100,
      let match = RouteMatch(path: path),
      match.routes.contains(where: { $0.method == .get && $0.isForRoles })
    else { return nil }
    // Written again from what was understood, so that nothing else can be in it.
    return match.routes[0].path(with: match.parameters)
  }
}

extension Route {
  fileprivate var isForRoles: Bool {
    if case .roles = audience { true } else { false }
  }

  /// The address with its open parts filled in; nothing unless they are plain names or numbers.
  func path(with parameters: [String: String]) -> String? {
    var path = ""
    for part in self.path.utf8.split(separator: UInt8(ascii: "/")) {
      guard part.first == UInt8(ascii: "{") else {
        path += "/" + String(Substring(part))
        continue
      }
      let name = String(Substring(part.dropFirst().dropLast()))
      guard let value = parameters[name], value.utf8.allSatisfy(isPlain) else { return nil }
      path += "/" + value
    }
    return path.isEmpty ? "/" : path
  }
}

private func isPlain(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
    true
  default: false
  }
}
