public import Datasets

/// A prompt as the store keeps it, once.
public struct StoredPrompt: StoredFact {
  /// On which side of the frozen split a prompt is.
  public enum Split: String, Sendable, Codable, CaseIterable {
    /// To learn from.
    case train
    /// To choose with.
    case validation
    /// To measure with.
    case test
  }

  /// The table's name.
  public static let tableName = "prompt"

  /// The prompt's number.
  public var id: Identifier<StoredPrompt>
  /// SHA-256 of the content as canonical JSON, in hexadecimal digits; unique.
  public var sha256: String
  /// The turns; a plain text is one turn of the role `text`.
  public var turns: [Message]
  /// Where it came from: a file's name, a model's.
  public var source: String
  /// Where in the source: a line, an id.
  public var sourceReference: String?
  /// The labeler who wrote it, if one did; theirs is not given to them to judge.
  public var authorID: Identifier<Labeler>?
  /// What its near duplicates share; the split follows it.
  public var cluster: String
  /// The side of the split, frozen when it came in.
  public var split: Split
  /// When it came in.
  public var createdAt: Timestamp

  /// Creates a prompt that is not yet in a store.
  public init(
    sha256: String, content: Content, source: String, sourceReference: String? = nil,
    authorID: Identifier<Labeler>? = nil, cluster: String, split: Split, createdAt: Timestamp
  ) {
    id = .unassigned
    self.sha256 = sha256
    switch content {
    case .text(let text): turns = [Message(role: StoredPrompt.plainRole, content: text)]
    case .messages(let messages): turns = messages
    }
    self.source = source
    self.sourceReference = sourceReference
    self.authorID = authorID
    self.cluster = cluster
    self.split = split
    self.createdAt = createdAt
  }

  /// The prompt as rows hold it.
  public var content: Content {
    if turns.count == 1, turns[0].role == StoredPrompt.plainRole { return .text(turns[0].content) }
    return .messages(turns)
  }

  /// The role that marks a plain text.
  static let plainRole = "text"
}
