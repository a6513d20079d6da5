/// What can go wrong with a store, or with what is asked of it.
public enum FeedbackError: Error, Equatable, Sendable {
  /// There is no such thing, or it is not for the one who asks.
  case notFound(String)
  /// What was asked cannot be done now; the reason is a sentence.
  case refused(String)
  /// An answer does not fit its task.
  case invalidAnswer([AnswerProblem])

  /// There is no store in the folder.
  case storeMissing(folder: String)
  /// There is a store in the folder already.
  case storeExists(folder: String)
  /// Another process has the store open to write; nothing for its number where nobody knows.
  case storeLocked(folder: String, process: Int32?)
  /// The store was opened to read only.
  case storeReadOnly(folder: String)
  /// The file is damaged.
  case corrupt(file: String, reason: String)
  /// The file is not a store.
  case foreign(file: String, reason: String)
  /// The file was written by a newer version of the program.
  case tooNew(file: String, version: Int, known: Int)

  /// There is no room on the disk; nothing was changed.
  case diskFull(file: String)
  /// A file cannot be written.
  case unwritable(file: String, reason: String)
  /// A file cannot be read.
  case unreadable(file: String, reason: String)
  /// Somebody else has the store for too long.
  case busy(file: String)

  /// There is one already with the same values in these columns.
  case duplicate(table: String, columns: [String])
  /// A fact contradicts what the store holds; a mistake of the program.
  case inconsistent(String)

  /// An export would have no rows, for these reasons.
  case nothingToExport([ExportManifest.Exclusion])
  /// A text of an answer would not read back as it is.
  case unexportable(answer: String, task: Identifier<LabelingTask>, reason: String)
}

extension FeedbackError: CustomStringConvertible {
  /// One sentence that says what is wrong, where, and what to do.
  public var description: String {
    switch self {
    case .notFound(let what): "there is no \(what)"
    case .refused(let reason): reason
    case .invalidAnswer(let problems): problems.map(\.message).joined(separator: "; ")
    case .duplicate(let table, let columns):
      "there is a \(table) with this \(columns.joined(separator: " and ")) already"
    case .inconsistent(let reason): "the store refused a change that would break it: \(reason)"
    case .nothingToExport(let exclusions): nothingToExport(exclusions)
    case .unexportable(let answer, let task, let reason):
      "\(answer) of task \(task) cannot be exported: \(reason); take the text out of use with a mark "
        + "that excludes it, and export again"
    default: storeDescription
    }
  }

  private func nothingToExport(_ exclusions: [ExportManifest.Exclusion]) -> String {
    guard !exclusions.isEmpty else {
      return "there is nothing to export: nobody has judged anything yet"
    }
    let reasons = exclusions.map { "\($0.count): \($0.reason.sentence)" }
    return "there is nothing to export; what was judged is left out for these reasons: "
      + reasons.joined(separator: "; ")
  }

  private var storeDescription: String {
    switch self {
    case .storeMissing(let folder):
      "\(folder) holds no store; make one with `rlhf label init \(folder)`, or check the path"
    case .storeExists(let folder):
      "\(folder) holds a store already, and it was not touched; take another folder"
    case .storeLocked(let folder, let process):
      "the store in \(folder) is in use by \(process.map { "process \($0)" } ?? "another process")"
        + "; stop that one first, for two would spoil each other's work"
    case .storeReadOnly(let folder):
      "the store in \(folder) was opened to read only; nothing was changed"
    case .corrupt(let file, let reason):
      "\(file) is damaged (\(reason)) and was not changed; move it aside and bring back a backup "
        + "with `rlhf label restore`"
    case .foreign(let file, let reason):
      "\(file) is not a store of this program (\(reason)) and was not touched; check the path, or "
        + "bring back a backup with `rlhf label restore`"
    case .tooNew(let file, let version, let known):
      "\(file) has format \(version), and this program knows formats up to \(known); nothing was "
        + "touched: use the version of the program that wrote it, or a newer one"
    default: fileDescription
    }
  }

  private var fileDescription: String {
    switch self {
    case .diskFull(let file):
      "there is no room on the disk of \(file); nothing was changed: free some space and try again"
    case .unwritable(let file, let reason):
      "cannot write \(file): \(reason); check the path and its permissions"
    case .unreadable(let file, let reason):
      "cannot read \(file): \(reason); check the path and its permissions"
    case .busy(let file): "\(file) is kept busy by another process; try again in a moment"
    default: "the store failed"
    }
  }
}
