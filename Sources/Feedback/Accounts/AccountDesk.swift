/// Where accounts are made and sessions begin and end.
///
/// Every change is an event. Nobody signs up without an invitation, and there is no account to begin with.
public struct AccountDesk: Sendable {
  /// How long a session lasts without use.
  public static let idleDuration = Duration.seconds(30 * 60)
  /// How long a session lasts in any case.
  public static let sessionDuration = Duration.seconds(12 * 3600)
  /// How often a session's use is noted at most.
  public static let touchInterval = Duration.seconds(60)
  /// For how long a failed attempt to sign in counts.
  public static let loginWindow = Duration.seconds(15 * 60)
  /// How many failed attempts one handle has in that time.
  public static let attemptsPerHandle = 5
  /// How many failed attempts one address has in that time.
  public static let attemptsPerAddress = 20

  let store: any FeedbackStore
  let now: @Sendable () -> Timestamp

  /// Creates a desk over a store.
  ///
  /// - Parameters:
  ///   - store: Where accounts are kept.
  ///   - now: The clock.
  public init(store: any FeedbackStore, now: @escaping @Sendable () -> Timestamp = Timestamp.now) {
    self.store = store
    self.now = now
  }
}
