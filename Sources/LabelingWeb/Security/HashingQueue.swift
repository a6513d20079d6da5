/// Lets few passwords be hashed at once, for each takes much memory, and never two of one name.
///
/// Whoever comes when too many wait is sent away.
actor HashingQueue {
  private struct Waiting {
    let key: String
    let turn: CheckedContinuation<Void, Never>
  }

  private let placeCount: Int
  private let greatestWaitingCount: Int
  private var keysAtWork: [String] = []
  private var waiting: [Waiting] = []

  /// Makes a queue.
  ///
  /// - Parameters:
  ///   - placeCount: How many may be at work at once.
  ///   - greatestWaitingCount: How many may wait besides.
  init(placeCount: Int = 2, greatestWaitingCount: Int = 30) {
    self.placeCount = placeCount
    self.greatestWaitingCount = greatestWaitingCount
  }

  /// How many are at work.
  var atWorkCount: Int { keysAtWork.count }

  /// Does something when it is its turn.
  ///
  /// - Parameters:
  ///   - key: What never goes on twice at once, such as the name that signs in.
  ///   - work: What to do; looked up in it, a limit holds however many come at once.
  /// - Throws: `SiteError.busy`, and what `work` throws.
  func run<Value: Sendable>(
    _ key: String, _ work: @Sendable () async throws -> Value
  ) async throws -> Value {
    try await enter(key)
    defer { leave(key) }
    return try await work()
  }

  private func enter(_ key: String) async throws {
    if keysAtWork.count < placeCount, !keysAtWork.contains(where: { isSame($0, key) }) {
      keysAtWork.append(key)
      return
    }
    guard waiting.count < greatestWaitingCount else { throw SiteError.busy }
    await withCheckedContinuation { waiting.append(Waiting(key: key, turn: $0)) }
  }

  private func leave(_ key: String) {
    if let index = keysAtWork.firstIndex(where: { isSame($0, key) }) {
      keysAtWork.remove(at: index)
    }
    while keysAtWork.count < placeCount,
      let index = waiting.firstIndex(where: { next in
        !keysAtWork.contains { isSame($0, next.key) }
      })
    {
      let next = waiting.remove(at: index)
      keysAtWork.append(next.key)
      next.turn.resume()
    }
  }

  private func isSame(_ first: String, _ second: String) -> Bool {
    first.utf8.elementsEqual(second.utf8)
  }
}
