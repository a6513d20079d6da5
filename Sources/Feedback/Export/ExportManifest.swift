/// What an export holds, and what it leaves out and why; the contents of its `manifest.json`.
///
/// Nothing in it depends on where or when the export was written.
public struct ExportManifest: Sendable, Codable, Equatable {
  /// A file of an export.
  public struct File: Sendable, Codable, Equatable {
    /// The side of the split that it holds.
    public let split: StoredPrompt.Split
    /// Its name, without folders.
    public let name: String
    /// How many rows it has.
    public let rowCount: Int
    /// How many groups its rows make: judgements, or tasks where the majority counts.
    public let groupCount: Int
    /// How many different prompts it has.
    public let promptCount: Int
    /// SHA-256 of its bytes, in hexadecimal digits.
    public let sha256: String
  }

  /// A guideline that exported judgements followed.
  public struct FollowedGuideline: Sendable, Codable, Equatable {
    /// Its version.
    public let version: Int
    /// SHA-256 of its text, in hexadecimal digits.
    public let sha256: String
    /// How many exported judgements followed it.
    public let judgementCount: Int
  }

  /// How often something was left out.
  public struct Exclusion: Sendable, Codable, Equatable {
    /// Why.
    public let reason: ExclusionReason
    /// How many judgements.
    public let count: Int

    /// Creates a count.
    public init(reason: ExclusionReason, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// The version of this manifest's form.
  public let schemaVersion: Int
  /// The format of the rows.
  public let format: ExportFormat
  /// What was asked for.
  public let filter: ExportFilter
  /// The files, in the order train, validation, test; a side without rows has none.
  public let files: [File]
  /// How many rows there are.
  public let rowCount: Int
  /// How many current judgements and adjudications the store has.
  public let judgementCount: Int
  /// How many of them have rows.
  public let exportedJudgementCount: Int
  /// How many were left out, by reason, the most first.
  public let exclusions: [Exclusion]
  /// How many tasks are in each state.
  public let taskCounts: [String: Int]
  /// How many loans are in each state.
  public let assignmentCounts: [String: Int]
  /// The guidelines that the exported judgements followed.
  public let guidelines: [FollowedGuideline]
  /// How many exported judgements are of each labeler, by pseudonym.
  public let labelers: [String: Int]
  /// The time of the first exported judgement, in milliseconds since 1970.
  public let firstJudgementAt: Timestamp?
  /// The time of the last exported judgement, in milliseconds since 1970.
  public let lastJudgementAt: Timestamp?
  /// The last event of the store, those of exports left aside; 0 for none.
  public let lastEventNumber: Int64
  /// That event's hash, in hexadecimal digits.
  public let lastEventHash: String
}
