import Feedback
import Synchronization

/// A clock that a test sets.
final class WebClock: Sendable {
  private let moment = Mutex(Timestamp(milliseconds: 1_795_000_000_000))

  /// Tells the time.
  var now: @Sendable () -> Timestamp { { self.moment.withLock { $0 } } }

  /// Lets time pass.
  func pass(_ duration: Duration) { moment.withLock { $0 = $0 + duration } }
}
