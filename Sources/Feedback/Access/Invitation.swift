/// A link that lets somebody make an account.
public struct Invitation: RevisableFact {
  /// The table's name.
  public static let tableName = "invitation"

  /// The invitation's number.
  public var id: Identifier<Invitation>
  /// SHA-256 of the token in the link, in hexadecimal digits; unique.
  ///
  /// The token is not kept.
  public var tokenHash: String
  /// What the account may do.
  public var role: Labeler.Role
  /// How many accounts may be made with it.
  public var allowedUses: Int
  /// How many were made.
  public var uses: Int
  /// When it was made.
  public var createdAt: Timestamp
  /// From when on it is void.
  public var expiresAt: Timestamp
  /// Who made it; nobody for the command.
  public var authorID: Identifier<Labeler>?
  /// When it was taken back, if it was.
  public var revokedAt: Timestamp?

  /// Creates an invitation that is not yet in a store.
  public init(
    tokenHash: String, role: Labeler.Role, allowedUses: Int = 1, createdAt: Timestamp,
    expiresAt: Timestamp, authorID: Identifier<Labeler>? = nil
  ) {
    id = .unassigned
    self.tokenHash = tokenHash
    self.role = role
    self.allowedUses = allowedUses
    uses = 0
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.authorID = authorID
  }
}
