import GRDB

/// What came of looking whether a store is whole.
public struct IntegrityReport: Sendable, Equatable {
  /// What is wrong, as sentences; empty if all is well.
  public var problems: [String]
  /// The chain of events.
  public var chain: ChainReport

  /// Whether all is well.
  public var isWhole: Bool { problems.isEmpty && chain.isWhole }
}

extension SQLiteStore {
  /// Looks whether the file, the chain of events and what the facts say of each other are whole.
  ///
  /// - Complexity: Reads all of the store.
  /// - Throws: `FeedbackError` where the file cannot be read.
  public func verify() throws -> IntegrityReport {
    do {
      return try reader.read { try integrity(of: $0) }
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }

  /// Writes what the log holds into the database itself, and empties the log; for quiet times.
  ///
  /// - Throws: `FeedbackError`; busy where somebody reads.
  public func checkpoint() throws {
    guard let writer else { throw FeedbackError.storeReadOnly(folder: files.path) }
    do {
      _ = try writer.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }

  /// Closes the file, so that the log beside it goes, and lets others have the store, which is of
  /// no use here afterwards.
  ///
  /// - Throws: `FeedbackError` where a transaction is under way.
  public func close() throws {
    do {
      try reader.close()
      lock?.release()
    } catch {
      throw FeedbackError.translating(error, file: files.database)
    }
  }
}

/// Looks whether a database is a whole store.
func integrity(of database: Database) throws -> IntegrityReport {
  let pages = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
  let dangling = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check").map {
    "a row of \($0["table"] as String) points to nothing in \($0["parent"] as String)"
  }
  let transaction = SQLTransaction(database: database)
  let chain = try verifyEventChain(transaction)
  let breaks = chain.firstBreak.map { ["event \($0.event): \($0.reason)"] } ?? []
  let flaws = pages == ["ok"] ? [] : pages
  return IntegrityReport(
    problems: flaws + dangling + breaks + (try brokenInvariants(transaction)), chain: chain)
}
