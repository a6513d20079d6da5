/// That a labeler is signed in.
public struct Session: RevisableFact {
  /// The table's name.
  public static let tableName = "session"

  /// The session's number.
  public var id: Identifier<Session>
  /// SHA-256 of the token in the cookie, in hexadecimal digits; unique.
  ///
  /// The token is not kept.
  public var tokenHash: String
  /// Who is signed in.
  public var labelerID: Identifier<Labeler>
  /// The secret that the forms of this session carry, in hexadecimal digits.
  public var formToken: String
  /// The role at sign-in; another role since then ends the session.
  public var role: Labeler.Role
  /// When it began.
  public var createdAt: Timestamp
  /// When it was last used.
  public var lastSeenAt: Timestamp
  /// When it ends if it is not used.
  public var idleExpiresAt: Timestamp
  /// When it ends in any case.
  public var expiresAt: Timestamp
  /// When it was ended, if it was.
  public var revokedAt: Timestamp?

  /// Creates a session that is not yet in a store.
  public init(
    tokenHash: String, labelerID: Identifier<Labeler>, formToken: String, role: Labeler.Role,
    createdAt: Timestamp, idleExpiresAt: Timestamp, expiresAt: Timestamp
  ) {
    id = .unassigned
    self.tokenHash = tokenHash
    self.labelerID = labelerID
    self.formToken = formToken
    self.role = role
    self.createdAt = createdAt
    lastSeenAt = createdAt
    self.idleExpiresAt = idleExpiresAt
    self.expiresAt = expiresAt
  }
}
