import Synchronization

/// A store in memory, for tests and trials; it keeps the promises of the one on disk but the disk.
public final class MemoryStore: FeedbackStore {
  private let state = Mutex(MemoryState())

  /// Creates the store of a new project.
  ///
  /// - Throws: `FeedbackError` where the settings contradict themselves.
  public init(settings: ProjectSettings, guideline: String, now: Timestamp) throws {
    try write { try $0.beginProject(settings, guideline: guideline, at: now) }
  }

  /// Reads at one moment.
  public func read<Value>(_ body: (any FeedbackReader) throws -> Value) throws -> Value {
    try body(MemoryTransaction(state.withLock { $0 }))
  }

  /// Writes all that `body` writes, or nothing if it throws.
  public func write<Value>(_ body: (any FeedbackWriter) throws -> Value) throws -> Value {
    var value: Value?
    try state.withLock { state in
      let transaction = MemoryTransaction(state)
      value = try body(transaction)
      state = transaction.state
    }
    guard let value else { preconditionFailure("a transaction that did not throw has a value") }
    return value
  }
}

/// All tables of a store in memory.
struct MemoryState: Sendable {
  var tables: [String: MemoryTable] = [:]
}
