/// What an import brought.
public struct ImportReport: Sendable, Codable, Equatable {
  /// A row that was left out.
  public struct Skipped: Sendable, Codable, Equatable {
    /// The line on which it begins.
    public var line: Int
    /// Why.
    public var reason: String

    /// Creates a note on a row.
    public init(line: Int, reason: String) {
      self.line = line
      self.reason = reason
    }
  }

  /// The file's name.
  public var file: String
  /// SHA-256 of the file, in hexadecimal digits.
  public var fileHash: String
  /// The batch that the tasks are in; nothing if there are none.
  public var batchID: Identifier<TaskBatch>?
  /// How many rows the file has that were taken.
  public var rowCount = 0
  /// Prompts that are new.
  public var newPromptCount = 0
  /// Rows whose prompt was known.
  public var knownPromptCount = 0
  /// Completions that are new.
  public var newCompletionCount = 0
  /// Completions that were known.
  public var knownCompletionCount = 0
  /// Tasks that were made.
  public var taskCount = 0
  /// Tasks among them whose answer is known.
  public var goldCount = 0
  /// Rows whose task was there already.
  public var knownTaskCount = 0
  /// Prompts that wait for completions.
  public var waitingCount = 0
  /// New prompts that are alike to one that was there before, and share its side of the split.
  public var nearDuplicateCount = 0
  /// Completions that tell which model wrote them; they are not shown until the mark is lifted.
  public var identityLeakCount = 0
  /// Rows that made no task, or a smaller one, because of such completions.
  public var withheldCount = 0
  /// New prompts and completions that probably hold personal data.
  public var personalDataCount = 0
  /// New prompts by side of the split.
  public var splitCounts: [String: Int] = [:]
  /// The rows that were left out.
  public var skipped: [Skipped] = []

  /// Creates the report of a file of which nothing was taken yet.
  public init(file: String, fileHash: String) {
    self.file = file
    self.fileHash = fileHash
  }
}
