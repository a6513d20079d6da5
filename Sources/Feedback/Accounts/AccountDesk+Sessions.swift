extension AccountDesk {
  /// Begins a session; its number and secrets are always new.
  ///
  /// - Throws: `FeedbackError.refused` for a closed account.
  public func openSession(for labeler: Labeler) throws -> (token: SecretToken, session: Session) {
    let (token, now) = (SecretToken.new(), now())
    let session = try store.write { writer in
      guard let labeler = try writer.find(labeler.id), labeler.state != .closed else {
        throw FeedbackError.refused("this account is closed; ask who runs the project")
      }
      let session = try writer.insert(
        Session(
          tokenHash: token.hash, labelerID: labeler.id, formToken: hexadecimal(randomBytes(32)),
          role: labeler.role, createdAt: now, idleExpiresAt: now + Self.idleDuration,
          expiresAt: now + Self.sessionDuration))
      try writer.record(
        "session.opened", actor: labeler.id, on: Session.tableName, session.id.number, at: now)
      return session
    }
    return (token, session)
  }

  /// Returns the session that a cookie's secret opens, and whose it is, and notes its use.
  ///
  /// Nothing comes back once it has expired or was ended, once the account has another role, or
  /// once it is closed. Use is noted at most once a minute.
  ///
  /// - Throws: `FeedbackError`.
  public func session(token: String) throws -> (Session, Labeler)? {
    guard let token = SecretToken(token) else { return nil }
    let now = now()
    guard let found = try store.read({ try $0.openSession(token, at: now) }) else { return nil }
    guard now - found.0.lastSeenAt >= Self.touchInterval else { return found }
    do {
      return try store.write { try touch(token, at: now, in: $0) }
    } catch is FeedbackError {
      // A full disk keeps nobody from reading.
      return found
    }
  }

  private func touch(
    _ token: SecretToken, at now: Timestamp, in writer: any FeedbackWriter
  ) throws -> (Session, Labeler)? {
    guard let found = try writer.openSession(token, at: now) else { return nil }
    var session = found.0
    session.lastSeenAt = now
    session.idleExpiresAt = now + Self.idleDuration
    try writer.update(session)
    return (session, found.1)
  }

  /// Ends a session.
  ///
  /// - Throws: `FeedbackError`.
  public func closeSession(_ session: Session) throws {
    let now = now()
    try store.write { writer in
      guard let current = try writer.find(session.id), current.revokedAt == nil else { return }
      try writer.end([current], actor: current.labelerID, at: now)
    }
  }

  /// Ends all sessions of an account.
  ///
  /// - Parameters:
  ///   - labeler: Whose.
  ///   - kept: One that goes on, where somebody signs out everywhere else.
  ///   - author: Who ends them; the account itself if nobody is named.
  /// - Throws: `FeedbackError`.
  public func closeAllSessions(
    of labeler: Identifier<Labeler>, but kept: Identifier<Session>? = nil,
    by author: Identifier<Labeler>? = nil
  ) throws {
    let now = now()
    try store.write { writer in
      let sessions = try writer.openSessions(of: labeler).filter { $0.id != kept }
      try writer.end(sessions, actor: author ?? labeler, at: now)
    }
  }
}

extension FeedbackReader {
  fileprivate func openSession(
    _ token: SecretToken, at now: Timestamp
  ) throws -> (Session, Labeler)? {
    guard let session = try session(tokenHash: token.hash),
      isSameSecret(session.tokenHash, token.hash), session.revokedAt == nil,
      now < session.idleExpiresAt, now < session.expiresAt,
      let labeler = try find(session.labelerID), labeler.state != .closed,
      labeler.role == session.role
    else { return nil }
    return (session, labeler)
  }
}

extension FeedbackWriter {
  /// Ends sessions.
  func end(_ sessions: [Session], actor: Identifier<Labeler>?, at now: Timestamp) throws {
    for var session in sessions {
      session.revokedAt = now
      try update(session)
      try record(
        "session.closed", actor: actor, on: Session.tableName, session.id.number, at: now)
    }
  }
}
