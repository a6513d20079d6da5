public import Foundation
import HTML
import Runs

/// Returns a report of one run, or of several side by side, from what their folders hold.
///
/// First what a reader wants first: how it stands, what went wrong, reward against true score, the
/// frontier, samples. Then the other curves, the data, the configuration and what it cost. A run's
/// known metrics become charts of what belongs together, and others a chart each; several runs share
/// a chart for each metric.
///
/// - Parameters:
///   - folders: The runs' folders; at least one.
///   - frontier: Makes sections of how reward, true score and distance go together.
/// - Throws: `EvaluationError` or `RunError` when a folder holds no run or a file is damaged; what
///   `frontier` throws.
public func report(
  ofRuns folders: [URL],
  frontier: ([URL]) throws -> [Report.Section] = { try frontierSections(ofRuns: $0) }
) throws -> Report {
  precondition(!folders.isEmpty, "a report needs at least one run")
  let runs = try folders.map(RunDescription.init)
  let names = distinctNames(of: folders)
  let verdicts = RunVerdicts(runs: runs, names: names)
  var curves = RunDrawings(runs: runs, names: names, marks: verdicts.marks).sections[...]
  let first = curves.first?.title == metricGroups[0].title ? curves.popFirst() : nil
  var report = Report(
    title: runs.count == 1 ? "Run \(names[0])" : "\(runs.count) runs compared",
    summary: runs.count == 1 ? [sentence(about: runs[0])] : [], isInteractive: true)
  report.sections =
    [standing(runs, names), verdicts.section, first].compactMap(\.self)
    + (try frontier(folders)) + samples(runs, names) + curves
    + evidence(runs, names) + details(runs, names)
  if runs.count > 1 { report.overlaidRuns = names }
  return report
}

private func sentence(about run: RunDescription) -> String {
  let status: String
  switch run.record["status"] {
  case .string("finished"): status = "has finished"
  case .string("failed"): status = "stopped at an error"
  case .string("interrupted"): status = "was interrupted and can be resumed"
  case .string("running"): status = "is going on, or was killed"
  default: status = "left no record of how it ended"
  }
  let command = run.record["command"].map { "The \($0.text) run" } ?? "The run"
  let steps = run.metrics.last.map { " after \($0.step) steps" } ?? " without any metrics yet"
  return "\(command) \(status)\(steps)."
}

/// How the runs stand.
private func standing(_ runs: [RunDescription], _ names: [String]) -> Report.Section? {
  let remarks = zip(runs, names).flatMap { run, name in
    run.remarks.map { Report.Block.note(runs.count == 1 ? $0 : "\(name): \($0)") }
  }
  if runs.count == 1 {
    return Report.Section("How it stands", [.tiles(RunHeadline(run: runs[0]).tiles)] + remarks)
  }
  let lines = runs.map(RunHeadline.init)
  let rows = RunHeadline.wanted.map { wanted in
    [wanted.title] + lines.map { $0.value(of: wanted.metrics) }
  }
  let first = [
    ["Status"] + lines.map(\.status),
    ["Steps"] + runs.map { $0.metrics.last.map { String($0.step) } ?? "–" },
  ]
  let known = rows.filter { $0.dropFirst().contains { $0 != "–" } }
  let table = Table(
    headers: ["At the end"] + names, rows: first + known, caption: "Each run where it stands now")
  return Report.Section("How they stand", [.table(table)] + remarks)
}

private func samples(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  RunSamples(runs: runs, names: names).sheet.map {
    [Report.Section("Samples side by side", [.samples($0)])]
  } ?? []
}

/// The folders' last names, with as much of the path before them as tells them apart.
func distinctNames(of folders: [URL]) -> [String] {
  let paths = folders.map { $0.standardizedFileURL.pathComponents }
  for length in 1...max(1, paths.map(\.count).max() ?? 1) {
    let names = paths.map { $0.suffix(length).joined(separator: "/") }
    if Set(names).count == names.count { return names }
  }
  return paths.enumerated().map { "\($1.last ?? "") \($0 + 1)" }
}
