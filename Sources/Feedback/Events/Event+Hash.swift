import Runs

extension Event {
  /// What the first event has in place of the hash of the one before.
  static let hashBeforeTheFirst = String(repeating: "0", count: 64)

  /// The hash that the event should have.
  ///
  /// SHA-256 over the previous hash, the number, the time, the actor (two fields, so that nobody
  /// differs from everybody), the kind, the target and the body. Each text counts with its length.
  var computedHash: String {
    var running = RunningHash()
    running.add(previousHash)
    running.add(UInt64(bitPattern: id.number))
    running.add(UInt64(bitPattern: at.milliseconds))
    running.add(actorID == nil ? 0 : 1)
    running.add(UInt64(bitPattern: actorID?.number ?? 0))
    running.add(kind)
    running.add(targetTable)
    running.add(UInt64(bitPattern: targetNumber))
    running.add(body)
    return running.digits
  }
}
