/// Somebody with an account: who labels, adjudicates, looks on or runs the project.
public struct Labeler: RevisableFact {
  /// What an account may do; each includes nothing of the others but what is said.
  public enum Role: String, Sendable, Codable, CaseIterable {
    /// Runs the project: invites, imports, sees everything; may adjudicate.
    case administrator
    /// Sees every judgement of a task and settles disagreements; may label.
    case adjudicator
    /// Labels, and sees only what is theirs.
    case labeler
    /// Sees statistics and the log, and changes nothing.
    case auditor
  }

  /// Who judges behind an account.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// A person.
    case person
    /// A model, as an extra labeler.
    case model
    /// A rule, such as the longer one wins.
    case rule
  }

  /// Whether an account is in use.
  public enum State: String, Sendable, Codable, CaseIterable {
    /// May sign in and gets tasks.
    case active
    /// May sign in and gets no tasks.
    case paused
    /// May not sign in.
    case closed
  }

  /// The table's name.
  public static let tableName = "labeler"

  /// The account's number.
  public var id: Identifier<Labeler>
  /// The name to sign in with: 2 to 32 of `a–z 0–9 . _ -`, unique.
  public var handle: String
  /// The name that others see.
  public var displayName: String
  /// Who judges behind it.
  public var kind: Kind
  /// What it may do.
  public var role: Role
  /// Whether it is in use.
  public var state: State
  /// When it was made.
  public var createdAt: Timestamp

  /// Creates an account that is not yet in a store.
  public init(
    handle: String, displayName: String, kind: Kind = .person, role: Role,
    state: State = .active, createdAt: Timestamp
  ) {
    id = .unassigned
    self.handle = handle
    self.displayName = displayName
    self.kind = kind
    self.role = role
    self.state = state
    self.createdAt = createdAt
  }
}
