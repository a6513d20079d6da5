import Datasets
import Foundation

/// The files of an export, before they are written.
struct Export {
  /// A file, by its name without folders.
  struct File {
    let name: String
    let text: String
  }

  /// All files, the manifest last.
  let files: [File]
  let manifest: ExportManifest
  let manifestText: String

  init(_ reader: any FeedbackReader, _ format: ExportFormat, _ filter: ExportFilter) throws {
    let contents = try StoreContents(reader)
    var draft = ExportDraft(contents, format, filter)
    try draft.makeRows()
    guard !draft.rows.isEmpty else { throw FeedbackError.nothingToExport(draft.exclusionCounts) }
    try draft.checkSplits()
    let sides = draft.sides
    manifest = try ExportManifest(draft, sides, lastEvent: try reader.lastDataEvent())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    manifestText = String(decoding: try encoder.encode(manifest), as: UTF8.self) + "\n"
    files =
      sides.map { File(name: $0.name, text: $0.text) }
      + [File(name: "manifest.json", text: manifestText)]
  }
}

/// The rows of one side of the split.
struct ExportSide {
  let split: StoredPrompt.Split
  let rows: [ExportedRow]

  var name: String { "\(split.rawValue).jsonl" }
  var text: String { rows.map { $0.line + "\n" }.joined() }
}

extension FeedbackReader {
  /// Returns the last event that is not of an export, so that exporting twice gives the same bytes.
  func lastDataEvent() throws -> Event? {
    var event = try lastEvent()
    while let latest = event, latest.kind.hasPrefix("export.") {
      event = try find(Identifier<Event>(latest.id.number - 1))
    }
    return event
  }
}
