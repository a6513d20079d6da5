import Foundation

/// The lines of `metrics.jsonl`, each on its way to the disk as soon as it is written.
final class MetricsLog {
  private let file: AppendedFile

  init(_ url: URL) throws { file = try AppendedFile(url) }

  func append(_ metrics: [String: Double], at step: Int) throws {
    precondition(
      metrics["step"] == nil && metrics["time"] == nil,
      "step and time are written by themselves, not as metrics among \(metrics.keys.sorted())")
    let time = (Date.now.timeIntervalSince1970 * 1000).rounded() / 1000
    let values = metrics.sorted { $0.key < $1.key }.map { key, value in
      ", \(jsonText(key)): \(jsonNumber(value))"
    }
    try append("{\"step\": \(step), \"time\": \(jsonNumber(time))\(values.joined())}\n")
  }

  func append(_ line: String) throws { try file.append(Data(line.utf8)) }

  func synchronize() throws { try file.synchronize() }

  /// Cuts off what a resumed run will write again, and a line that was never finished.
  static func cut(_ url: URL, after step: Int?) throws {
    guard FileManager.default.fileExists(atPath: url.path) else { return }
    let old = try readFile(url)
    let kept = try metricsLines(in: old, of: url).filter { line in
      step.map { line.row.step <= $0 } ?? false
    }
    let new = Data(kept.map { $0.text + "\n" }.joined().utf8)
    if new != old { try writeAtomically(new, to: url) }
  }
}
