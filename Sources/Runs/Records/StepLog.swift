public import Foundation

/// A file of JSON lines in a run's folder, each with the `step` that it belongs to.
public enum StepLog: String, Sendable, CaseIterable {
  /// What was sampled on the way, for people to read.
  case samples
  /// What the gold judge says of each prompt of the gold set.
  case gold
  /// What the diagnosis found.
  case verdicts

  /// Its file in a run's folder.
  public func file(in folder: URL) -> URL { folder.appendingPathComponent("\(rawValue).jsonl") }

  /// Reads its lines in the order they were written; none where there is no file.
  ///
  /// A last line that a killed process left unfinished is passed over.
  ///
  /// - Throws: `RunError` when the file cannot be read, or another line does not fit.
  public func read<Line: Decodable>(_: Line.Type, in folder: URL) throws -> [Line] {
    let file = file(in: folder)
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let decoder = JSONDecoder()
    let lines = try readFile(file).split(separator: UInt8(ascii: "\n"))
    return try lines.enumerated().compactMap { index, line in
      if let value = try? decoder.decode(Line.self, from: line) { return value }
      guard index == lines.count - 1 else {
        throw RunError.malformed(
          displayedPath(of: file), line: index + 1, reason: "it is not a line of this log")
      }
      return nil
    }
  }

  /// Cuts off what a resumed run will write again, and a line that was never finished.
  func cut(in folder: URL, after step: Int?) throws {
    struct Place: Decodable { let step: Int }
    let file = file(in: folder)
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    let old = try readFile(file)
    let kept = old.split(separator: UInt8(ascii: "\n")).filter { line in
      guard let step, let place = try? JSONDecoder().decode(Place.self, from: line) else {
        return false
      }
      return place.step <= step
    }
    let new = Data(kept.flatMap { $0 + [UInt8(ascii: "\n")] })
    if new != old { try writeAtomically(new, to: file) }
  }
}

extension Run {
  /// Appends a line to one of the run's logs.
  ///
  /// - Parameter line: An object with the member `step`.
  /// - Throws: `RunError` when there is no room, or what encoding throws.
  public func append(_ line: some Encodable, to log: StepLog) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(line), as: UTF8.self)
    try MetricsLog(log.file(in: folder)).append(text + "\n")
  }
}
