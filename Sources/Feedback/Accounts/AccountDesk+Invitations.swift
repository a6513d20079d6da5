extension AccountDesk {
  /// Makes an invitation and returns the secret of its link, which is kept nowhere.
  ///
  /// - Parameters:
  ///   - role: What the account may do.
  ///   - allowedUses: How many accounts may be made with it.
  ///   - duration: How long it is good.
  ///   - author: Who invites; nobody for the command.
  /// - Throws: `FeedbackError`.
  public func invite(
    role: Labeler.Role, allowedUses: Int = 1, validFor duration: Duration = .seconds(7 * 86_400),
    by author: Identifier<Labeler>?
  ) throws -> SecretToken {
    guard (1...10_000).contains(allowedUses), duration > .zero else {
      throw FeedbackError.refused("an invitation is for 1 to 10000 accounts and some time")
    }
    let token = SecretToken.new()
    let now = now()
    try store.write { writer in
      let invitation = try writer.insert(
        Invitation(
          tokenHash: token.hash, role: role, allowedUses: allowedUses, createdAt: now,
          expiresAt: now + duration, authorID: author))
      try writer.record(
        "invitation.made", actor: author, on: Invitation.tableName, invitation.id.number,
        body: ["role": role.rawValue, "uses": String(allowedUses)], at: now)
    }
    return token
  }

  /// Returns the invitation that a link's secret opens, if it does so now.
  ///
  /// - Throws: `FeedbackError`.
  public func invitation(token: String) throws -> Invitation? {
    guard let token = SecretToken(token) else { return nil }
    return try store.read { try $0.usableInvitation(token, at: now()) }
  }

  /// Takes an invitation back.
  ///
  /// - Throws: `FeedbackError.notFound`.
  public func revoke(_ id: Identifier<Invitation>, by author: Identifier<Labeler>?) throws {
    let now = now()
    try store.write { writer in
      guard var invitation = try writer.find(id) else {
        throw FeedbackError.notFound("invitation \(id)")
      }
      guard invitation.revokedAt == nil else { return }
      invitation.revokedAt = now
      try writer.update(invitation)
      try writer.record(
        "invitation.revoked", actor: author, on: Invitation.tableName, id.number, at: now)
    }
  }

  /// Makes an account by an invitation, and counts the use.
  ///
  /// - Parameters:
  ///   - token: The secret of the link.
  ///   - handle: The name to sign in with; capitals become small.
  ///   - displayName: The name that others see.
  ///   - passwordHash: The hash of the password.
  /// - Throws: `FeedbackError.refused` where the link is void or a name is none,
  ///   `FeedbackError.duplicate` where the handle is taken; the invitation is not used up then.
  public func accept(
    token: String, handle: String, displayName: String, passwordHash: String
  ) throws -> Labeler {
    let handle = try checkedHandle(handle)
    let displayName = try checkedDisplayName(displayName)
    let now = now()
    return try store.write { writer in
      guard let token = SecretToken(token),
        var invitation = try writer.usableInvitation(token, at: now)
      else { throw FeedbackError.refused(voidInvitation) }
      invitation.uses += 1
      try writer.update(invitation)
      let labeler = try writer.insert(
        Labeler(handle: handle, displayName: displayName, role: invitation.role, createdAt: now))
      _ = try writer.insert(
        Credential(labelerID: labeler.id, passwordHash: passwordHash, changedAt: now))
      try writer.record(
        "labeler.joined", actor: labeler.id, on: Labeler.tableName, labeler.id.number,
        body: Joining(labeler, by: invitation.id), at: now)
      return labeler
    }
  }
}

private let voidInvitation =
  "this invitation is used up, taken back or too old; ask for another one"

/// What an event says of a new account.
private struct Joining: Encodable {
  let handle: String
  let role: String
  let invitation: Int64

  init(_ labeler: Labeler, by invitation: Identifier<Invitation>) {
    handle = labeler.handle
    role = labeler.role.rawValue
    self.invitation = invitation.number
  }
}

extension FeedbackReader {
  fileprivate func usableInvitation(_ token: SecretToken, at now: Timestamp) throws -> Invitation? {
    guard let invitation = try invitation(tokenHash: token.hash),
      isSameSecret(invitation.tokenHash, token.hash), invitation.revokedAt == nil,
      now < invitation.expiresAt, invitation.uses < invitation.allowedUses
    else { return nil }
    return invitation
  }
}
