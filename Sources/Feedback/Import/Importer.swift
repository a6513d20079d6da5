import Datasets
public import Foundation
import Runs

/// Brings prompts, completions, tasks and scores into a store.
///
/// Each call is one transaction with an event of what it brought: a file comes in whole or not at
/// all. What the store has already is recognized and not kept twice.
public struct Importer: Sendable {
  /// Where all is kept.
  public let store: any FeedbackStore
  /// Who imports; nobody for the command.
  public let author: Identifier<Labeler>?
  let now: @Sendable () -> Timestamp

  /// Creates an importer.
  public init(
    store: any FeedbackStore, author: Identifier<Labeler>? = nil,
    now: @escaping @Sendable () -> Timestamp = Timestamp.now
  ) {
    self.store = store
    self.author = author
    self.now = now
  }

  /// Imports a file of JSON lines, which may be compressed with gzip, and makes tasks of its rows.
  ///
  /// A row has a `prompt` and `completions`, or is a comparison (`chosen` and `rejected`, also as
  /// whole transcripts), or has a `prompt` alone, which waits for completions. Ranks in it are kept
  /// for information and not shown. Columns `models` and `finish_reasons` tell of each completion.
  ///
  /// - Throws: `DatasetError` for the file or, where bad rows are refused, its first bad row;
  ///   `FeedbackError` for what the store refuses.
  public func importRows(
    from file: URL, _ options: ImportOptions = ImportOptions()
  ) throws -> ImportReport {
    try options.check()
    var report = ImportReport(file: file.lastPathComponent, fileHash: try sha256(of: file))
    let rows = try readRows(of: file, options, &report)
    let moment = now()
    return try store.write { writer in
      var run = try ImportRun(writer, options, report, at: moment)
      for row in rows { try run.take(row) }
      return try run.finish(author: author)
    }
  }

  private func readRows(
    of file: URL, _ options: ImportOptions, _ report: inout ImportReport
  ) throws -> [ImportedRow] {
    var rows: [ImportedRow] = []
    try forEachCandidateRow(of: file, columns: options.columns) { result in
      do {
        let row = try ImportedRow(result.get(), isGold: options.isGold)
        try options.check(row)
        rows.append(row)
      } catch let problem as UnusableRow {
        guard case .success(let row) = result else { throw problem }
        try report.skip(problem.badRow(at: row.source), options.badRows)
      } catch let refused as RefusedRow {
        try report.skip(refused.row, options.badRows)
      }
    }
    return rows
  }
}

extension ImportReport {
  /// Notes a row that is left out, or throws where none may be.
  mutating func skip(_ row: BadRow, _ policy: BadRowPolicy) throws {
    guard policy == .skip else { throw DatasetError.badRow(row) }
    let reason = row.column.map { "column '\($0)': \(row.reason)" } ?? row.reason
    skipped.append(Skipped(line: row.source.line, reason: reason))
  }
}

extension ImportOptions {
  /// Checks what cannot be meant.
  func check() throws {
    guard kind != .chat else {
      throw FeedbackError.refused("chats are made while a labeler waits, and are not imported")
    }
    guard (1..<LabelingTask.goldOverlap).contains(overlap) else {
      throw FeedbackError.refused(
        "the overlap is \(overlap); a task wants 1 to \(LabelingTask.goldOverlap - 1) labelers")
    }
  }

  /// Returns what is asked of a row with so many completions; nothing where it has too few.
  func kind(completionCount: Int) -> LabelingTask.Kind? {
    let wanted = kind ?? (completionCount == 2 ? .pair : .ranking)
    return completionCount < wanted.completionCounts.lowerBound ? nil : wanted
  }

  /// Checks that a row can be made the task that is asked for.
  func check(_ row: ImportedRow) throws(UnusableRow) {
    guard let kind = kind(completionCount: row.completions.count) else { return }
    let most = kind.completionCounts.upperBound
    if kind != .demonstration, kind != .edit, row.completions.count > most {
      throw UnusableRow(
        "there are \(row.completions.count) completions, and a task of the kind '\(kind.rawValue)' "
          + "shows \(most) at most", column: "completions")
    }
    if row.goldRanks != nil, kind != .ranking, kind != .pair {
      throw UnusableRow(
        "only rankings and pairs have a known answer, not tasks of the kind '\(kind.rawValue)'")
    }
  }
}
