import Crypto
import Datasets
public import Foundation
import Runs

/// Writes judgements as files of rows to learn from.
///
/// Into a folder go `train.jsonl`, `validation.jsonl` and `test.jsonl`, as far as they have rows, and
/// `manifest.json`. The same store gives the same bytes. No row names a labeler or, unless asked, a
/// model.
public struct Exporter: Sendable {
  private let store: any FeedbackStore

  /// Creates an exporter of a store; one that may only be read suffices.
  public init(_ store: any FeedbackStore) { self.store = store }

  /// Writes an export, and leaves no trace of it in the store.
  ///
  /// - Parameters:
  ///   - format: What the rows look like.
  ///   - filter: What is exported.
  ///   - folder: The folder to make, or to replace whole.
  /// - Throws: `FeedbackError.nothingToExport` where there would be no row, `.unexportable` for a
  ///   text that would not read back, `.refused` for a filter that the format cannot follow, and
  ///   `RunError` for a folder that cannot be written.
  public func export(
    _ format: ExportFormat, _ filter: ExportFilter = ExportFilter(), to folder: URL
  ) throws -> ExportReport {
    try filter.check(for: format)
    let export = try store.read { try Export($0, format, filter) }
    try replaceFolderAtomically(at: folder) { partial in
      for file in export.files {
        try Data(file.text.utf8).write(to: partial.appendingPathComponent(file.name))
      }
    }
    return ExportReport(
      folder: folder, manifest: export.manifest, manifestHash: sha256(of: export.manifestText))
  }

  /// Writes an export, and notes it in the store.
  ///
  /// - Parameters:
  ///   - format: What the rows look like.
  ///   - filter: What is exported.
  ///   - folder: The folder to make, or to replace whole.
  ///   - labeler: Who asked for it; nobody for the command.
  ///   - moment: When.
  /// - Throws: As without the note, and `FeedbackError` where the store cannot be written.
  public func export(
    _ format: ExportFormat, _ filter: ExportFilter = ExportFilter(), to folder: URL,
    recordedBy labeler: Identifier<Labeler>?, at moment: Timestamp
  ) throws -> ExportReport {
    let report = try export(format, filter, to: folder)
    let manifest = report.manifest
    try store.write { writer in
      let record = try writer.insert(
        ExportRecord(
          at: moment, format: format.rawValue,
          filter: try JSONTree(encoding: filter).canonicalText, rowCount: manifest.rowCount,
          sha256: report.manifestHash, lastEventID: Identifier(manifest.lastEventNumber),
          path: folder.lastPathComponent))
      try writer.record(
        "export.written", actor: labeler, on: ExportRecord.tableName, record.id.number,
        body: record, at: moment)
    }
    return report
  }
}

extension ExportFilter {
  /// Checks that a format can do what is asked.
  func check(for format: ExportFormat) throws {
    if ties == .half, format != .rankings {
      throw FeedbackError.refused(
        "rows of the format \(format.rawValue) cannot hold a tie, for readers take one side for "
          + "the better; export rankings, or drop ties")
    }
    if let leastStrength, !(1...3).contains(leastStrength) {
      throw FeedbackError.refused(
        "the least strength is \(leastStrength); take 1 (slightly), 2 (clearly) or 3 (much better)")
    }
  }
}
