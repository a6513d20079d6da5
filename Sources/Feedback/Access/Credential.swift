/// How a labeler proves who they are: a password, as its scrypt hash.
public struct Credential: RevisableFact {
  /// The table's name.
  public static let tableName = "credential"

  /// The credential's number.
  public var id: Identifier<Credential>
  /// Whose it is; unique.
  public var labelerID: Identifier<Labeler>
  /// The hash with its algorithm, costs and salt: `$scrypt$ln=17,r=8,p=1$salt$hash`.
  public var passwordHash: String
  /// When it was last changed.
  public var changedAt: Timestamp

  /// Creates a credential that is not yet in a store.
  public init(labelerID: Identifier<Labeler>, passwordHash: String, changedAt: Timestamp) {
    id = .unassigned
    self.labelerID = labelerID
    self.passwordHash = passwordHash
    self.changedAt = changedAt
  }
}
