public import Statistics

/// What one labeler said of two models' completions of a prompt.
public struct ContestVote: Sendable, Equatable {
  /// A mark on an axis for each of the two.
  public struct Rating: Sendable, Equatable {
    /// The axis, one of the settings'.
    public let axis: String
    /// The first model's mark, 1 to 7.
    public let own: Int
    /// The second model's.
    public let other: Int
  }

  /// The prompt.
  public let prompt: StoredPrompt
  /// The first model's completion.
  public let own: StoredCompletion
  /// The second model's.
  public let other: StoredCompletion
  /// How it ended for the first model.
  public let outcome: Outcome
  /// Whether the first model's completion was shown first.
  public let isShownFirst: Bool
  /// The labeler's number.
  public let labeler: Identifier<Labeler>
  /// The marks on axes, where the labeler gave both completions some.
  public let ratings: [Rating]
}

/// What people said of the pairs of a contest, and of how many.
public struct ContestVotes: Sendable, Equatable {
  /// The votes that count, tasks in their order.
  public let votes: [ContestVote]
  /// How many pairs there are to judge.
  public let taskCount: Int
  /// How many of them somebody judged.
  public let judgedCount: Int
}

extension FeedbackReader {
  /// Returns what people said of the pairs of a batch, the first completion of each task being the
  /// first model's.
  ///
  /// Skipped, late and marked judgements do not count, and neither do those of machines.
  public func contestVotes(in batch: Identifier<TaskBatch>) throws -> ContestVotes {
    let contents = try StoreContents(self)
    let tasks = contents.tasks.filter {
      $0.batchID == batch && $0.kind == .pair && $0.completionIDs.count == 2 && $0.state != .void
    }
    let judgements = Dictionary(grouping: contents.judgements, by: \.task.id)
    let votes = tasks.map { task in
      (judgements[task.id] ?? []).compactMap { contents.contestVote($0) }
    }
    return ContestVotes(
      votes: votes.flatMap { $0 }, taskCount: tasks.count,
      judgedCount: votes.count { !$0.isEmpty })
  }
}

extension StoreContents {
  fileprivate func contestVote(_ current: CurrentJudgement) -> ContestVote? {
    guard current.isCounted, !current.isSkipped, current.labeler.kind == .person,
      marks.reason(against: current) == nil
    else { return nil }
    let ids = current.task.completionIDs
    let placed = ranked(current.answer, among: ids)
    guard placed.count == 2 else { return nil }
    let (own, other) = (placed[0], placed[1])
    return ContestVote(
      prompt: current.prompt, own: own.completion, other: other.completion,
      outcome: Outcome(Double(other.rank), against: Double(own.rank)),
      isShownFirst: current.assignment.order.first == ids[0], labeler: current.labeler.id,
      ratings: ratings(current.answer, ids[0], ids[1]))
  }

  private func ratings(
    _ answer: Answer, _ own: Identifier<StoredCompletion>, _ other: Identifier<StoredCompletion>
  ) -> [ContestVote.Rating] {
    settings.axes.compactMap { axis in
      func mark(_ id: Identifier<StoredCompletion>) -> Int? {
        answer.ratings.last { $0.completionID == id && $0.axis == axis }?.value
      }
      guard let mine = mark(own), let theirs = mark(other) else { return nil }
      return ContestVote.Rating(axis: axis, own: mine, other: theirs)
    }
  }
}
