import Foundation
import GRDB

/// A store on disk: an SQLite file in a folder.
///
/// One process writes, with one connection; others may read beside it.
public final class SQLiteStore: FeedbackStore {
  /// How a store is opened.
  public enum Access: Sendable {
    /// To read and write; nobody else may at the same time.
    case exclusive
    /// To read, also beside a server.
    case readOnly
  }

  /// The store's files.
  public let files: FeedbackFolder
  let reader: any DatabaseReader
  let writer: DatabasePool?
  let lock: StoreLock?

  init(_ files: FeedbackFolder, writer: DatabasePool, lock: StoreLock) {
    self.files = files
    self.writer = writer
    reader = writer
    self.lock = lock
  }

  init(_ files: FeedbackFolder, reader: DatabaseQueue) {
    self.files = files
    self.reader = reader
    writer = nil
    lock = nil
  }

  /// Reads at one moment.
  public func read<Value>(_ body: (any FeedbackReader) throws -> Value) throws -> Value {
    do {
      return try reader.read { try body(SQLTransaction(database: $0)) }
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }

  /// Writes all that `body` writes, or nothing if it throws; on disk when it returns.
  ///
  /// It blocks its thread and takes no notice of a cancelled task: what was begun is finished.
  public func write<Value>(_ body: (any FeedbackWriter) throws -> Value) throws -> Value {
    guard let writer else { throw FeedbackError.storeReadOnly(folder: files.path) }
    do {
      return try writer.write { try body(SQLTransaction(database: $0)) }
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }
}
