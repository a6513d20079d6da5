/// What an import of scores brought.
public struct ScoreReport: Sendable, Codable, Equatable {
  /// The file's name.
  public var file: String
  /// SHA-256 of the file, in hexadecimal digits.
  public var fileHash: String
  /// How many scores were kept.
  public var scoreCount = 0
  /// How many scores there were already, with the same value.
  public var knownCount = 0
  /// How many rows are of completions that the store does not have.
  public var unknownCount = 0
  /// The reward models that gave scores, in alphabetical order.
  public var rewardModels: [String] = []
  /// The rows that were left out.
  public var skipped: [ImportReport.Skipped] = []

  /// Creates the report of a file of which nothing was taken yet.
  public init(file: String, fileHash: String) {
    self.file = file
    self.fileHash = fileHash
  }
}
