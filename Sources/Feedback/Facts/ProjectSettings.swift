/// What holds for the whole project; a store holds one project.
public struct ProjectSettings: RevisableFact {
  /// The table's name.
  public static let tableName = "settings"

  /// 1: there is one row.
  public var id: Identifier<ProjectSettings>
  /// The project's name, shown on every page.
  public var name: String
  /// The axes of ratings.
  public var axes: [String]
  /// What can be wrong with a completion or a prompt.
  public var flags: [String]
  /// How many of a labeler's latest judgements may still be changed.
  public var undoCount: Int
  /// The shortest time for which a task is lent, in seconds.
  public var shortestLeaseSeconds: Int
  /// The longest time for which a task is lent, in seconds.
  public var longestLeaseSeconds: Int
  /// How often a labeler gets a question with a known answer: one in this many; 0 for never.
  public var goldEvery: Int
  /// The share of prompts that are held out to choose with, in thousandths.
  public var validationThousandths: Int
  /// The share of prompts that are held out to measure with, in thousandths.
  public var testThousandths: Int
  /// The secret that the split is frozen with, in hexadecimal digits.
  public var splitSalt: String
  /// When the store was made.
  public var createdAt: Timestamp

  /// Creates settings that are not yet in a store, with the usual values.
  public init(name: String, splitSalt: String, createdAt: Timestamp) {
    id = .unassigned
    self.name = name
    axes = ["helpful", "harmless", "honest"]
    flags = ["harmful", "personal data", "off topic", "wrong language", "refusal", "broken text"]
    undoCount = 20
    shortestLeaseSeconds = 900
    longestLeaseSeconds = 3600
    goldEvery = 20
    validationThousandths = 0
    testThousandths = 100
    self.splitSalt = splitSalt
    self.createdAt = createdAt
  }
}
