/// What a labeler gets who asks for work.
public enum Lending: Sendable, Equatable {
  /// A task, lent for a while; the one that the labeler has already comes back first.
  case lent(Assignment)
  /// Nothing, and why.
  case nothing(NothingToDo)
}

/// Why there is nothing to do for a labeler, and until when.
public struct NothingToDo: Sendable, Equatable {
  /// Why there is nothing.
  public enum Reason: Sendable, Equatable {
    /// There are no tasks yet.
    case noTasks
    /// All that is open is lent to others; the first loan runs out at this moment.
    case allLent(nextFreeAt: Timestamp?)
    /// The labeler has had all there is, or it is complete.
    case allDone
    /// What is open asks or shows what the labeler wrote.
    case onlyOwn
    /// The account gets no tasks for now.
    case paused
  }

  /// Why there is nothing.
  public var reason: Reason
  /// How many tasks still want judgements, whoever may give them.
  public var openTaskCount: Int

  /// Creates a reason with the count of open tasks.
  public init(reason: Reason, openTaskCount: Int) {
    self.reason = reason
    self.openTaskCount = openTaskCount
  }
}
