import Foundation
import HTML
import Runs
import Statistics

/// What a run's folder says about the run.
struct RunDescription {
  let name: String
  /// The fields of `run.json`; empty where there is none.
  let record: [String: JSONTree]
  let metrics: [MetricsRow]
  let samples: [RunSample]
  let verdicts: [RunVerdict]
  /// Whether a diagnosis was kept, though it may have found nothing.
  let isDiagnosed: Bool
  /// What could not be read, in sentences.
  let remarks: [String]
  let folder: URL
  /// The values of each metric, in the order of steps.
  private let curves: [String: [Chart.Point]]

  init(folder: URL) throws {
    let recordFile = folder.appendingPathComponent("run.json")
    let metricsFile = folder.appendingPathComponent("metrics.jsonl")
    let hasRecord = FileManager.default.fileExists(atPath: recordFile.path)
    let hasMetrics = FileManager.default.fileExists(atPath: metricsFile.path)
    guard hasRecord || hasMetrics else { throw EvaluationError.notARun(folder.path) }
    name = folder.standardizedFileURL.lastPathComponent
    record = hasRecord ? try Self.record(in: recordFile) : [:]
    metrics = hasMetrics ? try readMetrics(from: metricsFile) : []
    self.folder = folder
    let sampleLog = RunLog("samples.jsonl", in: folder)
    let verdictLog = RunLog("verdicts.jsonl", in: folder)
    samples = sampleLog.lines.compactMap(RunSample.init)
    verdicts = RunVerdict.all(in: verdictLog)
    isDiagnosed = verdictLog.exists
    remarks = [("samples.jsonl", sampleLog), ("verdicts.jsonl", verdictLog)].compactMap {
      $1.unreadableCount == 0
        ? nil : "\($1.unreadableCount) lines of \($0) cannot be read and are left out."
    }
    curves = Self.curves(of: metrics)
  }

  /// The points of each metric, where `x_lower` and `x_upper` are the interval of `x`.
  ///
  /// Of a step recorded twice, the later value counts.
  private static func curves(of metrics: [MetricsRow]) -> [String: [Chart.Point]] {
    var values: [String: [Int: Double]] = [:]
    for row in metrics {
      for (name, value) in row.values { values[name, default: [:]][row.step] = value }
    }
    var curves: [String: [Chart.Point]] = [:]
    for (name, levels) in values where !isEnd(name, of: values) {
      let (lower, upper) = (values[name + "_lower"], values[name + "_upper"])
      curves[name] = levels.sorted { $0.key < $1.key }.map { step, value in
        Chart.Point(Double(step), value, lower: lower?[step], upper: upper?[step])
      }
    }
    return curves
  }

  private static func isEnd(_ name: String, of values: [String: [Int: Double]]) -> Bool {
    ["_lower", "_upper"].contains { name.hasSuffix($0) && values[String(name.dropLast(6))] != nil }
  }

  private static func record(in file: URL) throws -> [String: JSONTree] {
    guard let data = FileManager.default.contents(atPath: file.path),
      let tree = try? JSONDecoder().decode(JSONTree.self, from: data),
      case .object(let fields) = tree
    else { throw EvaluationError.malformedRecord(file.path) }
    return fields
  }

  /// What the run is, in the order people ask for it.
  var facts: [Report.KeyValue] {
    let simple = [
      ("Command", "command"), ("Status", "status"), ("Reason", "reason"), ("Seed", "seed"),
      ("Started", "started_at"), ("Ended", "ended_at"), ("Processor cores", "core_count"),
    ].compactMap { title, key in
      record[key].flatMap { $0 == .null ? nil : Report.KeyValue(title, $0.text) }
    }
    let versions = (record["versions"]?.members ?? []).map {
      Report.KeyValue("Version of \($0.key)", $0.value.text)
    }
    let steps = metrics.last.map { [Report.KeyValue("Steps", String($0.step))] } ?? []
    return simple + steps + versions
  }

  /// The configuration's values by their dotted paths.
  var settings: [Report.KeyValue] {
    (record["configuration"]?.leaves() ?? []).map { Report.KeyValue($0.path, $0.text) }
  }

  /// The numbers that the run ended with.
  var results: [Report.KeyValue] {
    (record["summary"]?.members ?? []).map { member in
      Report.KeyValue(member.key, member.value.number.map(readable) ?? member.value.text)
    }
  }

  /// The files the run read.
  ///
  /// - Parameter name: What the run is called.
  func inputs(of name: String) -> Table? {
    guard case .list(let inputs)? = record["inputs"], !inputs.isEmpty else { return nil }
    let rows = inputs.map { input in
      let fields = Dictionary(input.members.map { ($0.key, $0.value.text) }) { first, _ in first }
      return [
        fields["path"] ?? "", fields["bytes"] ?? "", String((fields["sha256"] ?? "").prefix(12)),
      ]
    }
    return Table(
      headers: ["File", "Bytes", "SHA-256 begins"], rows: rows, caption: "What \(name) has read")
  }

  /// The steps at which a metric was recorded, with its values.
  func points(of metric: String) -> [Chart.Point] { curves[metric] ?? [] }

  /// The names of all metrics, without those that are the ends of another's interval.
  var metricNames: Set<String> { Set(curves.keys) }

  /// What the run has cost.
  var cost: RunCost {
    func moment(_ value: JSONTree?) -> Date? {
      value?.string.flatMap { try? Date($0, strategy: .iso8601) }
    }
    return RunCost(
      metrics, begin: moment(record["started_at"]),
      resumptions: record["resumptions"]?.elements.compactMap { moment($0["resumed_at"]) } ?? [])
  }
}
