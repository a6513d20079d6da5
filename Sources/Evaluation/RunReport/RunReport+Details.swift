import HTML
import Statistics

/// What is known of the reward models and of the data.
func evidence(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  zip(runs, names).flatMap { run, name -> [Report.Section] in
    let of = runs.count == 1 ? "" : ": \(name)"
    let model = RewardModelSummary(of: run).map { Report.Section("Reward model\(of)", $0.blocks) }
    let audit = AuditSummary(of: run).map {
      Report.Section("Audit of the data\(of)", $0.blocks(for: name))
    }
    return [model, audit].compactMap(\.self)
  }
}

/// The numbers that the runs put into their records at the end.
private func results(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  let keys = Set(runs.flatMap { $0.results.map(\.key) }).sorted()
  guard !keys.isEmpty else { return [] }
  let rows = keys.map { key in
    [key] + runs.map { run in run.results.first { $0.key == key }?.value ?? "–" }
  }
  let headers = ["Measured"] + (runs.count == 1 ? ["At the end"] : names)
  return [Report.Section("Results", [.table(Table(headers: headers, rows: rows))])]
}

func details(_ runs: [RunDescription], _ names: [String]) -> [Report.Section] {
  var sections: [Report.Section] = []
  if let configuration = configuration(of: runs, names) {
    sections.append(Report.Section("Configuration", configuration))
  }
  if let cost = cost(of: runs, names) { sections.append(Report.Section("Cost", [cost])) }
  sections += results(runs, names)
  for (run, name) in zip(runs, names) where !run.facts.isEmpty {
    let inputs = run.inputs(of: name).map { [Report.Block.table($0)] } ?? []
    let title = runs.count == 1 ? "What was run" : "What was run: \(name)"
    sections.append(Report.Section(title, [.keyValues(run.facts)] + inputs))
  }
  return sections
}

/// What the runs have cost, of several in a table.
private func cost(of runs: [RunDescription], _ names: [String]) -> Report.Block? {
  let facts = runs.map { $0.metrics.isEmpty ? [] : $0.cost.facts }
  guard facts.contains(where: { !$0.isEmpty }) else { return nil }
  if runs.count == 1 { return .keyValues(facts[0]) }
  var keys: [String] = []
  for fact in facts.joined() where !keys.contains(fact.key) { keys.append(fact.key) }
  let rows = keys.map { key in
    [key] + facts.map { of in of.first { $0.key == key }?.value ?? "–" }
  }
  return .table(Table(headers: ["Cost"] + names, rows: rows, caption: "What each run has cost"))
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
