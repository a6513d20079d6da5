/// What labelers are asked to do; a change is a new version.
public struct Guideline: StoredFact {
  /// The table's name.
  public static let tableName = "guideline"

  /// The guideline's number.
  public var id: Identifier<Guideline>
  /// 1 for the first, one more for each change.
  public var version: Int
  /// The text, in the small Markdown that the pages show: headings, lists, paragraphs, emphasis.
  public var text: String
  /// SHA-256 of the text, in hexadecimal digits.
  public var sha256: String
  /// When it was written.
  public var createdAt: Timestamp
  /// Who wrote it; nobody for the one that a new store begins with.
  public var authorID: Identifier<Labeler>?

  /// Creates a guideline that is not yet in a store.
  public init(
    version: Int, text: String, sha256: String, createdAt: Timestamp,
    authorID: Identifier<Labeler>? = nil
  ) {
    id = .unassigned
    self.version = version
    self.text = text
    self.sha256 = sha256
    self.createdAt = createdAt
    self.authorID = authorID
  }
}
