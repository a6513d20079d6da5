import NIOPosix

/// Threads that wait for the disk, so that those that serve connections need not.
///
/// What was begun is finished: that a browser goes away cancels no judgement.
final class StoreWorkers: Sendable {
  private let threads: NIOThreadPool

  /// Starts threads.
  init(threadCount: Int = 8) {
    threads = NIOThreadPool(numberOfThreads: threadCount)
    threads.start()
  }

  /// Does something that blocks, away from the caller's thread and whatever becomes of its task.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let threads = threads
    return try await Task.detached { try await threads.runIfActive(work) }.value
  }

  /// The threads end once they have done what they were given.
  deinit { threads.shutdownGracefully { _ in } }
}
