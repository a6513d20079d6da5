/// What can go wrong with a run's files.
public enum RunError: Error, CustomStringConvertible, Equatable, Sendable {
  /// The folder for a new run holds something.
  case folderNotEmpty(String)
  /// A folder to overwrite holds something that no run made.
  case notARun(String)
  /// There is nothing to go on with.
  case nothingToResume(String)
  /// Another process writes to the folder.
  case inUse(String)
  /// A run would go on with another seed than it began with.
  case seedChanged(folder: String, recorded: UInt64, given: UInt64)
  /// A file cannot be read.
  case unreadable(String, reason: String)
  /// A file cannot be written.
  case unwritable(String, reason: String)
  /// There is no room for a file; what was there before is as it was. Zero bytes: nobody knows.
  case diskFull(String, neededBytes: Int)
  /// A file's contents are not what they should be.
  case malformed(String, line: Int, reason: String)

  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .folderNotEmpty(let folder):
      "\(folder) is not empty; nothing was touched: pass --resume to go on with the run in it, "
        + "--overwrite to start anew, or another folder"
    case .notARun(let folder):
      "\(folder) is not empty and holds no run.json, so it is not overwritten; "
        + "empty it yourself or pass another folder"
    case .nothingToResume(let folder):
      "\(folder) holds no run to resume; leave out --resume to start one"
    case .inUse(let folder):
      "another process is writing to \(folder); wait for it to end or pass another folder"
    case .seedChanged(let folder, let recorded, let given):
      "the run in \(folder) began with seed \(recorded), not \(given); "
        + "resume it with seed \(recorded)"
    case .unreadable(let file, let reason):
      "cannot read \(file): \(reason); check the path and its permissions"
    case .unwritable(let file, let reason):
      "cannot write \(file): \(reason); check the path and its permissions"
    case .diskFull(let file, let bytes):
      "no room on the disk for \(bytes > 0 ? "the \(bytes) bytes of " : "")\(file), "
        + "which is as it was before; free some space and resume"
    case .malformed(let file, let line, let reason):
      "\(file):\(line): \(reason); repair or delete the line"
    }
  }
}
