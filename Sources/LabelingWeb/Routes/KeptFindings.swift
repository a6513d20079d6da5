import Feedback
import Synchronization

/// The findings of a store, made anew only when something has happened since.
///
/// They take seconds where there are thousands of judgements, and every reload asks for them.
final class KeptFindings: Sendable {
  private let latest = Mutex<FeedbackFindings?>(nil)

  /// Returns what the store tells about its data now.
  func findings(of store: any FeedbackStore) throws -> FeedbackFindings {
    let lastEvent = try store.read { try $0.lastEvent() }
    if let kept = latest.withLock({ $0 }), kept.lastEventID == lastEvent?.id { return kept }
    let made = try FeedbackFindings(of: store)
    latest.withLock { $0 = made }
    return made
  }
}
