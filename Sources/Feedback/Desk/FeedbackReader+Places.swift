extension FeedbackReader {
  /// Returns a fact that must be there.
  ///
  /// - Throws: `FeedbackError.notFound` with `what` if it is not.
  func required<Fact: StoredFact>(_ id: Identifier<Fact>, _ what: String) throws -> Fact {
    guard let fact = try find(id) else { throw FeedbackError.notFound("\(what) \(id)") }
    return fact
  }

  /// Returns an account that may label.
  func labelingAccount(_ id: Identifier<Labeler>) throws -> Labeler {
    let labeler = try required(id, "account")
    guard labeler.role != .auditor, labeler.state != .closed else {
      throw FeedbackError.refused("this account does not label; ask an administrator")
    }
    return labeler
  }

  /// Counts who has a task or has judged it in time, leaving one loan out.
  func takenPlaceCount(
    of task: Identifier<LabelingTask>, besides loan: Identifier<Assignment>? = nil
  ) throws -> Int {
    try assignments(of: task).count {
      $0.id != loan && ($0.state == .leased || $0.state == .submitted)
    }
  }

  /// Returns whether a task wants one judgement more than it has or is lent for.
  func hasFreePlace(
    _ task: LabelingTask, besides loan: Identifier<Assignment>? = nil
  ) throws -> Bool {
    guard task.state == .open else { return false }
    return try takenPlaceCount(of: task.id, besides: loan) < task.requiredOverlap
  }

  /// Returns how long a task of a kind is lent: three times as long as most take, within bounds.
  func leaseDuration(of kind: LabelingTask.Kind) throws -> Duration {
    let settings = try settings()
    let shortest = settings.shortestLeaseSeconds
    let longest = max(settings.longestLeaseSeconds, shortest)
    let median = try medianActiveMilliseconds(of: kind) ?? 0
    return .milliseconds(min(max(3 * median, shortest * 1000), longest * 1000))
  }

  /// Returns whether nothing of a task was taken out of use.
  func isShowable(_ task: LabelingTask) throws -> Bool {
    guard try !isExcluded(.task, task.id.number), try !isExcluded(.prompt, task.promptID.number)
    else { return false }
    return try task.completionIDs.allSatisfy { id in
      guard let completion = try find(id) else { return false }
      return try isShowable(completion)
    }
  }

  /// Returns whether a completion was not taken out of use.
  func isShowable(_ completion: StoredCompletion) throws -> Bool {
    guard completion.withdrawnAt == nil else { return false }
    return try !isExcluded(.completion, completion.id.number)
  }

  func isExcluded(_ subject: QualityTag.Subject, _ number: Int64) throws -> Bool {
    try tags(on: subject, number).contains(where: \.excludes)
  }
}
