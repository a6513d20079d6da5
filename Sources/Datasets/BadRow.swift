/// A row that cannot be used, and why.
public struct BadRow: Sendable, Hashable, CustomStringConvertible {
  /// Where the row is.
  public var source: RowSource
  /// The column at fault, where it is one.
  public var column: String?
  /// What is wrong.
  public var reason: String
  /// What to do about it.
  public var advice: String

  /// Creates a report of a bad row.
  public init(
    source: RowSource, column: String?, reason: String,
    advice: String = "correct the row, or skip bad rows (--skip-bad-rows)"
  ) {
    self.source = source
    self.column = column
    self.reason = reason
    self.advice = advice
  }

  /// The report as one sentence that begins with the place.
  public var description: String {
    let place = column.map { "\(source): column '\($0)'" } ?? "\(source)"
    return "\(place): \(reason); \(advice)."
  }
}

/// What to do with rows that cannot be used.
public enum BadRowPolicy: String, Sendable, Codable, Hashable {
  /// Throw at the first.
  case refuse
  /// Leave them out, and list them.
  case skip
}

/// What a file gave.
public struct Loaded<Row: Sendable>: Sendable {
  /// The usable rows, in the file's order.
  public var rows: [Row]
  /// The rows that were left out.
  public var skipped: [BadRow]
  /// How many prompts were left out because an earlier row had the same one.
  public var repeatedPromptCount: Int

  /// Creates a result.
  public init(rows: [Row], skipped: [BadRow] = [], repeatedPromptCount: Int = 0) {
    self.rows = rows
    self.skipped = skipped
    self.repeatedPromptCount = repeatedPromptCount
  }
}

/// What is wrong with a row, before it is known where the row is.
struct RowProblem: Error {
  var column: String?
  var reason: String
  var advice: String?

  func badRow(at source: RowSource) -> BadRow {
    guard let advice else { return BadRow(source: source, column: column, reason: reason) }
    return BadRow(source: source, column: column, reason: reason, advice: advice)
  }
}
