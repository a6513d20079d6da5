import Foundation
import HTML
import Testing

@testable import Evaluation

/// Makes a folder with the files of a run, and removes it afterwards.
private func withRun(
  record: String?, metrics: String?, named name: String = "ppo", _ body: (URL) throws -> Void
) throws {
  let top = FileManager.default.temporaryDirectory.appendingPathComponent("runs-\(UUID())")
  let folder = top.appendingPathComponent(name)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: top) }
  if let record { try Data(record.utf8).write(to: folder.appendingPathComponent("run.json")) }
  if let metrics {
    try Data(metrics.utf8).write(to: folder.appendingPathComponent("metrics.jsonl"))
  }
  try body(folder)
}

private let record = """
  {"command": "ppo", "status": "finished", "seed": 18446744073709551615, "core_count": 2,
   "started_at": "2026-01-01T00:00:00Z", "versions": {"libtorch": "2.13.0"},
   "inputs": [{"path": "~/p.jsonl", "bytes": 12, "sha256": "abcdef0123456789"}],
   "summary": {"win_rate": 0.8125},
   "configuration": {"beta": 0.1, "optimizer": {"epsilon": 1e-08, "fused": true}, "stop": []}}
  """

private let metrics = """
  {"step": 1, "time": 1, "objective/kl": 0.5, "loss": 2, "my/metric": 1}
  {"step": 2, "time": 2, "objective/kl": 0.75, "loss": "NaN", "eval_loss": 3}
  {"step": 2, "time": 3, "loss": 1}

  """

private func charts(of report: Report) -> [Chart] {
  report.sections.flatMap(\.blocks).compactMap { block in
    if case .curves(let chart) = block { chart } else { nil }
  }
}

@Suite("The report of a run")
struct RunReportTests {
  @Test("draws known metrics together and in order, and others after them")
  func curves() throws {
    try withRun(record: record, metrics: metrics) { folder in
      let report = try report(ofRuns: [folder])
      #expect(
        report.sections.map(\.title) == [
          "How it stands", "Reward and distance", "Loss", "Other metrics", "Configuration", "Cost",
          "Results", "What was run",
        ])
      let charts = charts(of: report)
      #expect(charts.map(\.title) == ["Distance from the reference", "Loss", "my/metric"])
      #expect(charts[0].series[0].points == [.init(1, 0.5), .init(2, 0.75)])
      #expect(charts[1].series.map(\.name) == ["training", "held out"])
      // The later of two records of a step counts.
      #expect(charts[1].series[0].points == [.init(1, 2), .init(2, 1)])
      #expect(report.summary == ["The ppo run has finished after 2 steps."])
      #expect(report.title == "Run ppo")
    }
  }

  @Test("shows the configuration, the results and what was run")
  func facts() throws {
    try withRun(record: record, metrics: nil) { folder in
      let report = try report(ofRuns: [folder])
      let blocks = report.sections.flatMap(\.blocks)
      #expect(
        blocks.contains(
          .keyValues([
            .init("beta", "0.1"), .init("optimizer.epsilon", "1e-08"),
            .init("optimizer.fused", "true"), .init("stop", "none"),
          ])))
      #expect(
        blocks.contains(
          .table(Table(headers: ["Measured", "At the end"], rows: [["win_rate", "0.812"]]))))
      #expect(
        blocks.contains(
          .table(
            Table(
              headers: ["File", "Bytes", "SHA-256 begins"],
              rows: [["~/p.jsonl", "12", "abcdef012345"]], caption: "What ppo has read"))))
      let text = report.text()
      #expect(text.contains("18446744073709551615") && text.contains("2.13.0"))
      #expect(report.summary == ["The ppo run has finished without any metrics yet."])
    }
  }

  @Test("lays several runs over each other and shows how they differ")
  func comparison() throws {
    let other = record.replacing("0.1,", with: "0.5,")
    try withRun(record: record, metrics: metrics) { first in
      try withRun(record: other, metrics: metrics) { second in
        let report = try report(ofRuns: [first, second])
        #expect(report.title == "2 runs compared")
        let charts = charts(of: report)
        #expect(
          charts.map(\.title) == [
            "Distance from the reference", "Loss", "Loss: held out", "my/metric",
          ])
        #expect(charts.allSatisfy { $0.series.count == 2 })
        // Folders of the same name are told apart by the one above.
        #expect(Set(charts[0].series.map(\.name)).count == 2)
        let configuration = try #require(report.sections.first { $0.title == "Configuration" })
        guard case .table(let table)? = configuration.blocks.first else {
          Issue.record("the configurations are not in a table")
          return
        }
        #expect(table.rows == [["beta", "0.1", "0.5"]])
        #expect(table.caption == "Settings that differ; 3 others are the same.")
      }
    }
  }

  @Test("goes without a record, and says when there is no run at all or a damaged one")
  func errors() throws {
    try withRun(record: nil, metrics: metrics) { folder in
      let report = try report(ofRuns: [folder])
      #expect(charts(of: report).count == 3)
    }
    try withRun(record: nil, metrics: nil) { folder in
      #expect(throws: EvaluationError.notARun(folder.path)) { try report(ofRuns: [folder]) }
    }
    try withRun(record: "{", metrics: metrics) { folder in
      let file = folder.appendingPathComponent("run.json").path
      #expect(throws: EvaluationError.malformedRecord(file)) { try report(ofRuns: [folder]) }
    }
  }

  @Test("knows each metric once")
  func uniqueNames() {
    let names = metricGroups.flatMap(\.charts).flatMap(\.metrics).map(\.name)
    #expect(Set(names).count == names.count)
  }
}
