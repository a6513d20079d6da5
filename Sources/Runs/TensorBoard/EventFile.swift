import Foundation

/// A file of events in a run's folder, from which TensorBoard draws curves while the run goes on.
///
/// It repeats what `metrics.jsonl` says, to single precision, and is never read by a run. A run that
/// is gone on with begins another file, since TensorBoard follows a file only forwards; its first
/// events say which steps will come again. The name says when it was begun, but, unlike
/// TensorFlow's, not on which machine.
final class EventFile {
  private let file: AppendedFile

  /// Begins a file.
  ///
  /// - Parameter step: The first step that will be written; earlier files' events of it and of later
  ///   steps are taken back. Nil for a new run.
  init(in folder: URL, goingOnFrom step: Int?) throws {
    let now = Int(Date.now.timeIntervalSince1970)
    // Files are read in the order of their names.
    let second = max(now, (Self.seconds(in: folder).max() ?? 0) + 1)
    file = try AppendedFile(folder.appendingPathComponent("\(namePrefix)\(second)\(nameSuffix)"))
    try append(.fileVersion, at: 0)
    if let step { try append(.restart, at: step) }
  }

  /// Writes what was measured at a step.
  func append(_ metrics: [String: Double], at step: Int) throws {
    try append(.scalars(metrics), at: step)
  }

  func synchronize() throws { try file.synchronize() }

  private func append(_ content: TensorBoardEvent.Content, at step: Int) throws {
    try file.append(TensorBoardEvent(time: .now, step: step, content: content).record)
  }

  /// Returns the files of events that runs wrote in a folder.
  static func files(in folder: URL) -> [URL] {
    seconds(in: folder).map {
      folder.appendingPathComponent("\(namePrefix)\($0)\(nameSuffix)")
    }
  }

  private static func seconds(in folder: URL) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix(namePrefix), name.hasSuffix(nameSuffix) else { return nil }
      return Int(name.dropFirst(namePrefix.count).dropLast(nameSuffix.count))
    }
  }
}

private let namePrefix = "events.out.tfevents."
private let nameSuffix = ".rlhf"
