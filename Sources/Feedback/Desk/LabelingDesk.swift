/// Where labelers get tasks and hand in judgements.
///
/// Each call is one transaction, with the event that tells of it. How many labelers have a task or
/// have judged it is looked at in the transaction that lends it, so that no task is ever judged by
/// more than it asks for, however many come at once.
public struct LabelingDesk: Sendable {
  /// Where tasks and judgements are kept.
  public let store: any FeedbackStore
  let now: @Sendable () -> Timestamp
  let randomSeed: @Sendable () -> UInt64

  /// Creates a desk.
  ///
  /// - Parameters:
  ///   - store: Where tasks and judgements are kept.
  ///   - now: Tells the time.
  ///   - randomSeed: Draws the seeds of the orders in which completions are shown; labelers must
  ///     not be able to guess them.
  public init(
    store: any FeedbackStore, now: @escaping @Sendable () -> Timestamp = Timestamp.now,
    randomSeed: @escaping @Sendable () -> UInt64 = LabelingDesk.unpredictableSeed
  ) {
    self.store = store
    self.now = now
    self.randomSeed = randomSeed
  }

  /// Draws a seed from the system's cryptographic generator.
  public static func unpredictableSeed() -> UInt64 { UInt64.random(in: .min ... .max) }
}
