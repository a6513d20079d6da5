import Feedback
import Synchronization

/// A store that fails when a test wants it to.
struct FaultyStore: FeedbackStore {
  let whole: any FeedbackStore
  let faults: StoreFaults

  func read<Value>(_ body: (any FeedbackReader) throws -> Value) throws -> Value {
    if let error = faults.reading { throw error }
    return try whole.read(body)
  }

  func write<Value>(_ body: (any FeedbackWriter) throws -> Value) throws -> Value {
    if let error = faults.writing { throw error }
    return try whole.write(body)
  }
}

/// What goes wrong with a store now.
final class StoreFaults: Sendable {
  private struct State {
    var reading: (any Error)?
    var writing: (any Error)?
  }
  private let state = Mutex(State())

  var reading: (any Error)? {
    get { state.withLock { $0.reading } }
    set { state.withLock { $0.reading = newValue } }
  }

  var writing: (any Error)? {
    get { state.withLock { $0.writing } }
    set { state.withLock { $0.writing = newValue } }
  }
}
