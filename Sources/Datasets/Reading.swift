public import Foundation

/// Reads demonstrations from a file of JSON lines, which may be compressed with gzip.
///
/// A row has a `prompt` and a `completion`; or `messages`, of which the last turn is the
/// completion; or `text`, which has no prompt; or it is a comparison, of which the chosen
/// completion counts.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readDemonstrations(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<Demonstration> {
  try readRows(from: file, badRows, columns) { [try $0.demonstration()] }
}

/// Reads comparisons from a file of JSON lines, which may be compressed with gzip.
///
/// A row has `chosen` and `rejected`, and a `prompt` unless the two begin with it; or it is a
/// ranking, which gives all its untied pairs. Pairs of one judgement share what `group_id` holds.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readComparisons(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<Comparison> {
  try readRows(from: file, badRows, columns) { try $0.comparisons() }
}

/// Reads completions that were judged one by one from a file of JSON lines, which may be compressed
/// with gzip.
///
/// A row has a `prompt`, a `completion` and a `label`, true for a good one; or it is a comparison or a
/// ranking, of which the best and the worst completions are taken.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readJudgedCompletions(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<JudgedCompletion> {
  try readRows(from: file, badRows, columns) { try $0.judgedCompletions() }
}

/// Reads rankings from a file of JSON lines, which may be compressed with gzip.
///
/// A row has a `prompt`, `completions`, and `ranks` or `scores`; or it is a comparison, which is
/// a ranking of two.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readRankings(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<Ranking> {
  try readRows(from: file, badRows, columns) { [try $0.ranking()] }
}

/// Reads completions whose steps were judged one by one from a file of JSON lines, which may be
/// compressed with gzip.
///
/// A row has a `prompt`, `completions`, which are the steps of one answer, and `labels`, true for a
/// step that is right.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readStepwiseCompletions(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<StepwiseCompletion> {
  try readRows(from: file, badRows, columns) { [try $0.stepwiseCompletion()] }
}

/// Reads prompts from a file of JSON lines, which may be compressed with gzip.
///
/// A row has a `prompt`, and its other columns are kept; such rows are all taken. Or it is a
/// demonstration, a comparison or a ranking, whose prompt is taken where no earlier row had it.
///
/// - Throws: `DatasetError`, for the file or, where bad rows are refused, for its first bad row.
public func readPrompts(
  from file: URL, badRows: BadRowPolicy = .refuse, columns: ColumnNames = ColumnNames()
) throws -> Loaded<Prompt> {
  var seen: Set<Content> = []
  var repeatedCount = 0
  var loaded = try readRows(from: file, badRows, columns) { record -> [Prompt] in
    let prompt = try record.prompt()
    guard seen.insert(prompt.content).inserted || !record.hasCompletion else {
      repeatedCount += 1
      return []
    }
    return [prompt]
  }
  loaded.repeatedPromptCount = repeatedCount
  return loaded
}

/// Reads what `rows` makes of each record, and gathers what it refuses.
private func readRows<Row>(
  from file: URL, _ badRows: BadRowPolicy, _ names: ColumnNames,
  _ rows: (Record) throws -> [Row]
) throws -> Loaded<Row> {
  var loaded = Loaded<Row>(rows: [])
  var isEmpty = true
  try forEachValue(of: file) { source, value in
    isEmpty = false
    do {
      loaded.rows += try rows(Record(value.get(), source: source, names: names))
    } catch {
      guard let badRow = badRow(error, at: source) else { throw error }
      guard badRows == .skip else { throw DatasetError.badRow(badRow) }
      loaded.skipped.append(badRow)
    }
  }
  guard !isEmpty else { throw DatasetError.empty(file: file.relativePath) }
  return loaded
}

private func badRow(_ error: any Error, at source: RowSource) -> BadRow? {
  switch error {
  case let problem as RowProblem: problem.badRow(at: source)
  case let problem as JSONProblem:
    BadRow(
      source: source, column: nil,
      reason: "malformed JSON at byte \(problem.byte): \(problem.reason)")
  default: nil
  }
}
