import Foundation
import HTML

/// What `rlhf audit --json` found in the files that a run read.
struct AuditSummary {
  private let report: JSONTree
  private let file: URL
  private let isOfTheseFiles: Bool

  /// Looks for the audit of a run's inputs: `audit.json` in the run's folder or beside an input, or
  /// `NAME.audit.json` beside the input `NAME`.
  init?(of run: RunDescription) {
    let inputs = run.record["inputs"]?.elements ?? []
    let places = inputs.compactMap { $0["path"]?.string }.map(URL.init(recorded:)).flatMap {
      input in
      [
        input.appendingPathExtension("audit.json"),
        input.deletingLastPathComponent().appendingPathComponent("audit.json"),
      ]
    }
    let hashes = Set(inputs.compactMap { $0["sha256"]?.string })
    let found = ([run.folder.appendingPathComponent("audit.json")] + places).lazy.compactMap {
      file in
      object(in: file).flatMap { $0["findings"] == nil ? nil : (file, $0) }
    }.first
    guard let found else { return nil }
    (file, report) = found
    isOfTheseFiles =
      report["files"]?.elements.contains {
        $0["sha256"]?.string.map(hashes.contains) ?? false
      } ?? false
  }

  /// What it says, the worst first.
  ///
  /// - Parameter name: What the run is called.
  func blocks(for name: String) -> [Report.Block] {
    let findings = report["findings"]?.elements ?? []
    let rows = findings.map { finding in
      [
        finding["severity"]?.text ?? "", finding["check"]?.text ?? "",
        finding["summary"]?.text ?? "", finding["count"]?.text ?? "",
        finding["advice"]?.text ?? "",
      ]
    }
    let extent = "\(report["rowCount"]?.text ?? "?") rows of \(report["promptCount"]?.text ?? "?") "
    let lead = extent + "different prompts were audited (\(file.lastPathComponent))."
    let warning: [Report.Block] =
      isOfTheseFiles ? [] : [.note("The audit is of other contents than the run has read.")]
    guard !rows.isEmpty else { return warning + [.paragraph(lead + " Nothing was found.")] }
    return warning + [
      .paragraph(lead),
      .table(
        Table(
          headers: ["How bad", "Check", "What was found", "Times", "What to do"], rows: rows,
          caption: "Findings in the data of \(name)")),
    ]
  }
}

/// Returns the JSON object in a file, nil where there is none.
func object(in file: URL) -> JSONTree? {
  guard let data = FileManager.default.contents(atPath: file.path),
    let tree = try? JSONDecoder().decode(JSONTree.self, from: data), case .object = tree
  else { return nil }
  return tree
}

extension URL {
  /// A path as a run's record has it, where `~` is the reader's home.
  init(recorded path: String) {
    let home = FileManager.default.homeDirectoryForCurrentUser
    self =
      path.hasPrefix("~/")
      ? home.appendingPathComponent(String(path.dropFirst(2))) : URL(fileURLWithPath: path)
  }
}
