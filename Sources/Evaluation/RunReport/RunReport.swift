public import Foundation
import HTML
import Runs

/// Returns a report of one run, or of several side by side, from what their folders hold.
///
/// A run's known metrics become charts of what belongs together, and others a chart each; several
/// runs share a chart for each metric. Below stand the configurations and what they were run on.
///
/// - Parameter folders: The runs' folders; at least one.
/// - Throws: `EvaluationError` or `RunError` when a folder holds no run or a file is damaged.
public func report(ofRuns folders: [URL]) throws -> Report {
  precondition(!folders.isEmpty, "a report needs at least one run")
  let runs = try folders.map(RunDescription.init)
  let names = distinctNames(of: folders)
  let drawings = RunDrawings(runs: runs, names: names)
  let title = runs.count == 1 ? "Run \(names[0])" : "\(runs.count) runs compared"
  return Report(
    title: title, summary: runs.count == 1 ? [sentence(about: runs[0])] : [],
    sections: overview(runs, names) + drawings.sections + details(runs, names))
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

private func overview(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  let keys = Set(runs.flatMap { $0.results.map(\.key) }).sorted()
  guard !keys.isEmpty else { return [] }
  let rows = keys.map { key in
    [key] + runs.map { run in run.results.first { $0.key == key }?.value ?? "–" }
  }
  let headers = ["Measured"] + (runs.count == 1 ? ["At the end"] : names)
  return [Report.Section("Results", [.table(Table(headers: headers, rows: rows))])]
}

private func details(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  var sections: [Report.Section] = []
  if let configuration = configuration(of: runs, names) {
    sections.append(Report.Section("Configuration", configuration))
  }
  for (run, name) in zip(runs, names) where !run.facts.isEmpty {
    let inputs = run.inputs.map { [Report.Block.table($0)] } ?? []
    let title = runs.count == 1 ? "What was run" : "What was run: \(name)"
    sections.append(Report.Section(title, [.keyValues(run.facts)] + inputs))
  }
  return sections
}

/// One run's settings, or a table of the settings in which several runs differ.
private func configuration(of runs: [RunDescription], _ names: [String]) -> [Report.Block]? {
  if runs.count == 1 { return runs[0].settings.isEmpty ? nil : [.keyValues(runs[0].settings)] }
  let settings = runs.map { run in
    Dictionary(run.settings.map { ($0.key, $0.value) }) { first, _ in first }
  }
  let keys = Set(settings.flatMap(\.keys)).sorted()
  let different = keys.filter { key in Set(settings.map { $0[key] }).count > 1 }
  if keys.isEmpty { return nil }
  if different.isEmpty { return [.paragraph("All settings are the same.")] }
  let rows = different.map { key in [key] + settings.map { $0[key] ?? "–" } }
  let caption = "Settings that differ; \(keys.count - different.count) others are the same."
  return [.table(Table(headers: ["Setting"] + names, rows: rows, caption: caption))]
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
