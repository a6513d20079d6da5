public import Foundation
import GRDB
import Runs

/// What was backed up.
public struct BackupReport: Sendable, Equatable {
  /// The file.
  public var file: URL
  /// How large it is.
  public var byteCount: Int
  /// SHA-256 of it, in hexadecimal digits.
  public var sha256: String
  /// Its chain of events.
  public var chain: ChainReport
}

extension SQLiteStore {
  /// Copies the store, also while it is in use, into one file that `restore` takes.
  ///
  /// The copy is verified, and on the disk, before it takes its name, in place of a file that may
  /// be there.
  ///
  /// - Throws: `FeedbackError`; a file that was there is then as it was.
  public func backup(to file: URL) throws -> BackupReport {
    var chain: ChainReport?
    do {
      try writeWhole(file, replacing: true) { partial in
        let copy = try DatabaseQueue(path: partial.path, configuration: Self.configuration)
        try reader.backup(to: copy)
        chain = try copy.writeWithoutTransaction { database in
          // Without a log beside it the copy is one file.
          try database.execute(sql: "PRAGMA journal_mode = DELETE")
          return try Self.wholeChain(of: database, files.database)
        }
        try copy.close()
      }
    } catch {
      throw FeedbackError.translating(error, file: file)
    }
    guard let chain else { preconditionFailure("a backup that did not throw was verified") }
    return BackupReport(
      file: file, byteCount: try Data(contentsOf: file, options: .alwaysMapped).count,
      sha256: try Runs.sha256(of: file), chain: chain)
  }

  /// Makes a store of a file that `backup` wrote, once the file is verified.
  ///
  /// - Throws: `FeedbackError`; a store that is there already is not touched.
  public static func restore(from file: URL, to folder: URL) throws {
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw FeedbackError.unreadable(file: file.path, reason: "there is no such file")
    }
    try checkHeader(of: file)
    try refuseLog(beside: file)
    let target = FeedbackFolder(folder)
    try target.make()
    let lock = try StoreLock.take(target)
    defer { lock.release() }
    guard !FileManager.default.fileExists(atPath: target.database.path) else {
      throw FeedbackError.storeExists(folder: target.path)
    }
    do {
      try writeWhole(target.database, replacing: false) { partial in
        try copyBytes(of: file, to: partial)
        let copy = try DatabaseQueue(path: partial.path, configuration: configuration)
        try copy.read { try checkVersion(of: $0, file) }
        _ = try copy.read { try wholeChain(of: $0, file) }
        try copy.close()
      }
    } catch {
      throw FeedbackError.translating(error, file: file)
    }
  }

  /// Returns the chain of events of a database that is whole.
  private static func wholeChain(of database: Database, _ file: URL) throws -> ChainReport {
    let report = try integrity(of: database)
    guard report.isWhole else {
      let reason = report.problems.prefix(3).joined(separator: "; ")
      throw FeedbackError.corrupt(file: file.path, reason: reason)
    }
    return report.chain
  }

  /// Refuses the file of a store in use, whose latest judgements are in the log beside it.
  private static func refuseLog(beside file: URL) throws {
    var status = stat()
    guard stat(file.path + "-wal", &status) == 0, status.st_size > 0 else { return }
    throw FeedbackError.refused(
      "\(file.path) is a store in use, and not all of it is in the file; copy it with "
        + "`rlhf label backup` and restore the copy")
  }
}

private func copyBytes(of source: URL, to target: URL) throws {
  do {
    let (input, output) = (
      try FileHandle(forReadingFrom: source), try FileHandle(forWritingTo: target)
    )
    while let chunk = try input.read(upToCount: 1 << 20), !chunk.isEmpty {
      try output.write(contentsOf: chunk)
    }
    try output.close()
  } catch let error as CocoaError where error.code == .fileWriteOutOfSpace {
    throw FeedbackError.diskFull(file: target.path)
  } catch {
    throw FeedbackError.unwritable(file: target.path, reason: "\(source.path) cannot be copied")
  }
}
