public import Foundation

/// What was recorded at one step.
public struct MetricsRow: Sendable, Equatable {
  /// The number of steps done.
  public let step: Int
  /// When it was recorded.
  public let time: Date
  /// The metrics; NaN and infinities are as they were.
  public let values: [String: Double]

  /// Creates a row.
  public init(step: Int, time: Date, values: [String: Double]) {
    self.step = step
    self.time = time
    self.values = values
  }
}

/// Reads a run's metrics in the order they were written.
///
/// A last line that a killed process left unfinished is passed over.
///
/// - Parameter url: A `metrics.jsonl`, or the folder of the run that wrote it.
/// - Throws: `RunError` when the file cannot be read, or another line is not a row.
public func readMetrics(from url: URL) throws -> [MetricsRow] {
  let file = isFolder(url) ? url.appendingPathComponent("metrics.jsonl") : url
  return try metricsLines(in: readFile(file), of: file).map(\.row)
}

/// Returns the whole lines of a log with what they say.
func metricsLines(in data: Data, of url: URL) throws -> [(text: String, row: MetricsRow)] {
  let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
  let lastIndex = lines.lastIndex { !$0.isEmpty }
  let decoder = JSONDecoder()
  var result: [(text: String, row: MetricsRow)] = []
  for (index, line) in lines.enumerated() where !line.isEmpty {
    if let row = MetricsRow(line: line, decoder) {
      result.append((String(decoding: line, as: UTF8.self), row))
    } else if index != lastIndex {
      throw RunError.malformed(
        displayedPath(of: url), line: index + 1, reason: "not a JSON object with step and time")
    }
  }
  return result
}

extension MetricsRow {
  fileprivate init?(line: Data, _ decoder: JSONDecoder) {
    guard var values = try? decoder.decode([String: MetricValue].self, from: line),
      let step = values.removeValue(forKey: "step").flatMap({ Int(exactly: $0.number) }),
      let time = values.removeValue(forKey: "time")
    else { return nil }
    self.init(
      step: step, time: Date(timeIntervalSince1970: time.number),
      values: values.mapValues(\.number))
  }
}

/// A number, or the name of one that JSON lacks.
private struct MetricValue: Decodable {
  let number: Double

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self.number = number
      return
    }
    switch try container.decode(String.self) {
    case "NaN": number = .nan
    case "Infinity": number = .infinity
    case "-Infinity": number = -.infinity
    case let text:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(text) is not a number")
    }
  }
}
