public import Datasets

/// What to make of the rows of a file.
public struct ImportOptions: Sendable {
  /// What is asked of labelers; nothing for a pair where a row has two completions, a ranking where
  /// it has more, and only the prompt where it has none.
  public var kind: LabelingTask.Kind?
  /// How many labelers judge each task.
  public var overlap: Int
  /// What the batch is for, in a few words.
  public var purpose: String
  /// What to do with rows that cannot be used.
  public var badRows: BadRowPolicy
  /// Whether the ranks in a row are a known answer, and its task a question that checks labelers.
  ///
  /// Rows with a column `gold` (a list of ranks) are questions in any case.
  public var isGold: Bool
  /// Higher comes first.
  public var priority: Double
  /// The round of `rlhf loop`; 0 outside.
  public var round: Int
  /// The columns' names.
  public var columns: ColumnNames

  /// Creates options.
  public init(
    kind: LabelingTask.Kind? = nil, overlap: Int = 1, purpose: String = "import",
    badRows: BadRowPolicy = .refuse, isGold: Bool = false, priority: Double = 0, round: Int = 0,
    columns: ColumnNames = ColumnNames()
  ) {
    self.kind = kind
    self.overlap = overlap
    self.purpose = purpose
    self.badRows = badRows
    self.isGold = isGold
    self.priority = priority
    self.round = round
    self.columns = columns
  }
}
