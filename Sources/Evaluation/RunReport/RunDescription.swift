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

  init(folder: URL) throws {
    let recordFile = folder.appendingPathComponent("run.json")
    let metricsFile = folder.appendingPathComponent("metrics.jsonl")
    let hasRecord = FileManager.default.fileExists(atPath: recordFile.path)
    let hasMetrics = FileManager.default.fileExists(atPath: metricsFile.path)
    guard hasRecord || hasMetrics else { throw EvaluationError.notARun(folder.path) }
    name = folder.standardizedFileURL.lastPathComponent
    record = hasRecord ? try Self.record(in: recordFile) : [:]
    metrics = hasMetrics ? try readMetrics(from: metricsFile) : []
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
  var inputs: Table? {
    guard case .list(let inputs)? = record["inputs"], !inputs.isEmpty else { return nil }
    let rows = inputs.map { input in
      let fields = Dictionary(input.members.map { ($0.key, $0.value.text) }) { first, _ in first }
      return [
        fields["path"] ?? "", fields["bytes"] ?? "", String((fields["sha256"] ?? "").prefix(12)),
      ]
    }
    return Table(headers: ["File", "Bytes", "SHA-256 begins"], rows: rows)
  }

  /// The steps at which a metric was recorded, with its values; of a step recorded twice, the
  /// later one.
  func points(of metric: String) -> [Chart.Point] {
    var values: [Int: Double] = [:]
    for row in metrics { if let value = row.values[metric] { values[row.step] = value } }
    return values.sorted { $0.key < $1.key }.map { Chart.Point(Double($0.key), $0.value) }
  }

  /// The names of all metrics.
  var metricNames: Set<String> { Set(metrics.flatMap(\.values.keys)) }
}
