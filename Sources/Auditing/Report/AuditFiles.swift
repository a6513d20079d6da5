public import Datasets
public import Foundation
import Runs

/// What can go wrong when files are audited.
public enum AuditError: Error, CustomStringConvertible, Sendable {
  /// No row of a file is a ranking or a comparison.
  case noRankings(file: String, first: BadRow)

  /// One sentence that says what, where and what to do.
  public var description: String {
    switch self {
    case .noRankings(let file, let first):
      "\(file): no row is a ranking or a comparison; the first fails because \(first.reason) "
        + "(line \(first.source.line)); pass a file with 'chosen' and 'rejected', or 'completions'."
    }
  }
}

/// Audits files of JSON lines, which may be compressed with gzip, as one body of data.
///
/// - Parameters:
///   - files: Files whose rows are rankings or comparisons; other columns are read where their
///     names are known (see `docs/audit.md`).
///   - evaluation: Files of evaluation sets, the prompts of which must not be among the rows.
///   - settings: What is looked at.
///   - columns: The names of the columns to read.
/// - Throws: `DatasetError`, `AuditError` or `RunError` for a file that cannot be read.
public func auditReport(
  of files: [URL], against evaluation: [URL] = [], settings: AuditSettings = AuditSettings(),
  columns: ColumnNames = ColumnNames()
) throws -> AuditReport {
  let prompts = try evaluation.flatMap { try evaluationPrompts(from: $0, columns) }
  var audit = Audit(settings: settings, evaluation: evaluation.isEmpty ? nil : prompts)
  for file in files { try audit.examine(file, columns) }
  return audit.report()
}

extension Audit {
  /// Looks at all rows of a file.
  mutating func examine(_ file: URL, _ columns: ColumnNames) throws {
    let path = file.relativePath
    var (count, refused) = (0, 0)
    var firstRefused: BadRow?
    try forEachRankingRow(of: file, columns: columns) { result in
      switch result {
      case .success(let row):
        count += 1
        examine(AuditedRanking(row))
      case .failure(let problem):
        refused += 1
        firstRefused = firstRefused ?? problem.row
        refuse(problem.row)
      }
    }
    if count == 0, let first = firstRefused {
      throw AuditError.noRankings(file: path, first: first)
    }
    note(
      AuditedFile(
        path: path, sha256: try sha256(of: file), rowCount: count, refusedCount: refused))
  }
}

/// Returns the prompts of an evaluation set, whatever kind its rows are; GSM8K's have a `question`.
private func evaluationPrompts(from file: URL, _ columns: ColumnNames) throws -> [Prompt] {
  let prompts = try readPrompts(from: file, badRows: .skip, columns: columns)
  guard prompts.rows.isEmpty, let first = prompts.skipped.first else { return prompts.rows }
  var others = columns
  for name in ["question", "instruction", "query", "input"] {
    others.prompt = name
    let found = try readPrompts(from: file, badRows: .skip, columns: others).rows
    if !found.isEmpty { return found }
  }
  throw DatasetError.badRow(first)
}
