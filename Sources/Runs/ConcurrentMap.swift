import Dispatch

extension Array where Element: Sendable {
  /// What `transform` makes of each element, in their order.
  ///
  /// - Parameter threads: How many elements are worked on at once.
  public func concurrentMap<Result: Sendable>(
    threads: Int, _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    guard threads > 1, count > 1 else { return map(transform) }
    return [Result](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      guard let start = buffer.baseAddress else { return }
      nonisolated(unsafe) let first = start
      DispatchQueue.concurrentPerform(iterations: Swift.min(threads, count)) { thread in
        // Every so many: neighbours are about as long.
        for index in stride(from: thread, to: count, by: threads) {
          (first + index).initialize(to: transform(self[index]))
        }
      }
      initializedCount = count
    }
  }
}
