extension AccountDesk {
  /// Notes an attempt to sign in.
  ///
  /// - Parameters:
  ///   - handle: The name that was tried; only its hash is kept, for people type passwords there.
  ///   - addressPrefix: Where it came from.
  ///   - succeeded: Whether it went well.
  /// - Throws: `FeedbackError`.
  public func recordLogin(handle: String, addressPrefix: String, succeeded: Bool) throws {
    let attempt = LoginAttempt(
      handleHash: hash(ofHandle: handle), addressPrefix: addressPrefix, at: now(),
      succeeded: succeeded)
    _ = try store.write { try $0.insert(attempt) }
  }

  /// Returns whether another attempt to sign in may be made now.
  ///
  /// The answer is the same for handles that are there and those that are not.
  ///
  /// - Throws: `FeedbackError`.
  public func loginAllowance(handle: String, addressPrefix: String) throws -> Bool {
    let since = now() - Self.loginWindow
    return try store.read { reader in
      let byHandle = try reader.failedLogins(handleHash: hash(ofHandle: handle), since: since)
      let byAddress = try reader.failedLogins(addressPrefix: addressPrefix, since: since)
      return byHandle < Self.attemptsPerHandle && byAddress < Self.attemptsPerAddress
    }
  }

  /// Returns the account with a handle and what its password is checked against.
  ///
  /// - Throws: `FeedbackError`.
  public func credential(handle: String) throws -> (Labeler, Credential)? {
    try store.read { reader in
      guard let labeler = try reader.labeler(handle: handle),
        let credential = try reader.credential(of: labeler.id)
      else { return nil }
      return (labeler, credential)
    }
  }

  /// Keeps the same password under a stronger hash; sessions go on.
  ///
  /// - Throws: `FeedbackError.notFound`.
  public func replacePasswordHash(of labeler: Identifier<Labeler>, with hash: String) throws {
    try replace(hash, of: labeler, "credential.rehashed", by: labeler) { _ in [] }
  }

  /// Sets another password; all sessions end but the one that is kept.
  ///
  /// - Throws: `FeedbackError.notFound`.
  public func changePassword(
    of labeler: Identifier<Labeler>, toHash hash: String, keeping kept: Identifier<Session>? = nil,
    by author: Identifier<Labeler>?
  ) throws {
    try replace(hash, of: labeler, "credential.changed", by: author) { writer in
      try writer.openSessions(of: labeler).filter { $0.id != kept }
    }
  }

  private func replace(
    _ hash: String, of labeler: Identifier<Labeler>, _ kind: String,
    by author: Identifier<Labeler>?, ending sessions: (any FeedbackWriter) throws -> [Session]
  ) throws {
    let now = now()
    try store.write { writer in
      guard var credential = try writer.credential(of: labeler) else {
        throw FeedbackError.notFound("password of account \(labeler)")
      }
      credential.passwordHash = hash
      credential.changedAt = now
      try writer.update(credential)
      try writer.record(
        kind, actor: author, on: Credential.tableName, credential.id.number, at: now)
      try writer.end(sessions(writer), actor: author, at: now)
    }
  }

  private func hash(ofHandle handle: String) -> String { sha256(of: lowercasedASCII(handle)) }
}
