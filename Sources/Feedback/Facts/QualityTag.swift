/// A mark that takes something out of statistics or export; nothing is ever deleted.
public struct QualityTag: RevisableFact {
  /// What is marked.
  public enum Subject: String, Sendable, Codable, CaseIterable {
    /// One assignment's judgements.
    case assignment
    /// All judgements of a labeler.
    case labeler
    /// All that was judged of a task.
    case task
    /// A completion, wherever it is shown.
    case completion
    /// A prompt, with all its completions.
    case prompt
  }

  /// The table's name.
  public static let tableName = "quality_tag"

  /// The mark's number.
  public var id: Identifier<QualityTag>
  /// What kind of thing is marked.
  public var subject: Subject
  /// The number of the thing in its table.
  public var subjectNumber: Int64
  /// What is wrong: `identity-leak`, `speed`, `gold`, `personal-data`, `excluded`, ….
  public var name: String
  /// Why, for people.
  public var reason: String
  /// Whether it takes the thing out of statistics and export, rather than only warn.
  public var excludes: Bool
  /// Who set it; nobody for the program.
  public var authorID: Identifier<Labeler>?
  /// When it was set.
  public var createdAt: Timestamp
  /// When it was lifted, if it was.
  public var liftedAt: Timestamp?

  /// Creates a mark that is not yet in a store.
  public init(
    on subject: Subject, _ subjectNumber: Int64, name: String, reason: String, excludes: Bool,
    authorID: Identifier<Labeler>? = nil, createdAt: Timestamp
  ) {
    id = .unassigned
    self.subject = subject
    self.subjectNumber = subjectNumber
    self.name = name
    self.reason = reason
    self.excludes = excludes
    self.authorID = authorID
    self.createdAt = createdAt
  }
}
