/// A judgement on its way into the store.
struct Submission {
  /// The loan and what belongs to it.
  let space: Workspace
  /// What the labeler says, in normal form.
  let answer: Answer
  /// What the form was given.
  let key: String
  /// How long the labeler was at it, as the page reports.
  let reported: Int
  /// When it came.
  let moment: Timestamp

  /// Whether the order is the one that was shown.
  var isUnchangedOrder: Bool {
    let order = space.assignment.order
    return order.count > 1 && answer.ranks.count == order.count
      && zip(order, 1...).allSatisfy { id, rank in
        answer.ranks.contains(RankedCompletion(id, rank: rank))
      }
  }
}

/// What the event of a judgement tells.
struct JudgementEvent: Encodable {
  let judgement: Judgement
  let standing: Receipt.Standing
  let assignmentState: Assignment.State
  let taskState: LabelingTask.State
}

extension FeedbackWriter {
  /// Keeps a judgement, and brings the loan and the task up to date.
  func keep(_ submission: Submission) throws -> Receipt {
    let loan = try finished(submission)
    let judgement = try insert(
      Judgement(
        assignmentID: loan.id, revision: (submission.space.judgement?.revision ?? 0) + 1,
        idempotencyKey: submission.key, answer: submission.answer,
        writtenCompletionID: try writtenCompletion(of: submission),
        isUnchangedOrder: submission.isUnchangedOrder,
        activeMilliseconds: activeTime(of: submission), createdAt: submission.moment))
    try update(loan)
    try removeDraft(of: loan.id)
    let task = try refreshed(submission.space.task, at: submission.moment)
    let receipt = Receipt(
      judgement: judgement, savedAt: submission.moment,
      standing: standing(of: loan, isRevision: submission.space.isRevision))
    try record(
      eventKind(of: receipt), actor: loan.labelerID, on: Judgement.tableName, judgement.id.number,
      body: JudgementEvent(
        judgement: judgement, standing: receipt.standing, assignmentState: loan.state,
        taskState: task.state), at: submission.moment)
    if task.gold != nil { try checkGold(of: loan.labelerID, at: submission.moment) }
    return receipt
  }

  /// Returns the loan as it is after a judgement.
  private func finished(_ submission: Submission) throws -> Assignment {
    var loan = submission.space.assignment
    loan.state = try stateAfter(submission)
    if loan.submittedAt == nil {
      loan.submittedAt = submission.moment
      loan.activeMilliseconds = activeTime(of: submission)
    }
    return loan
  }

  private func stateAfter(_ submission: Submission) throws -> Assignment.State {
    let loan = submission.space.assignment
    if submission.answer.verdict == .skipped { return .skipped }
    if loan.state == .submitted { return .submitted }
    return try hasFreePlace(submission.space.task, besides: loan.id) ? .submitted : .surplus
  }

  private func activeTime(of submission: Submission) -> Int {
    submission.space.assignment.activeTime(
      reported: submission.reported, at: submission.moment,
      longestLease: submission.space.settings.longestLeaseSeconds)
  }

  private func standing(of loan: Assignment, isRevision: Bool) -> Receipt.Standing {
    switch loan.state {
    case .skipped: .skipped
    case .surplus: .surplus
    default: isRevision ? .revised : .counted
    }
  }

  private func eventKind(of receipt: Receipt) -> String {
    if receipt.standing == .skipped { return "judgement.skipped" }
    if receipt.judgement.revision > 1 { return "judgement.revised" }
    return receipt.standing == .surplus ? "judgement.surplus" : "judgement.submitted"
  }

  /// Keeps what the labeler wrote as a completion of its own, once.
  private func writtenCompletion(
    of submission: Submission
  ) throws -> Identifier<StoredCompletion>? {
    let task = submission.space.task
    guard let text = submission.answer.text else { return nil }
    let hash = contentHash(of: text)
    let author = submission.space.assignment.labelerID
    let parent = task.kind == .edit ? task.completionIDs.first : nil
    let known = try completions(of: task.promptID).first {
      $0.sha256 == hash && $0.text.utf8.elementsEqual(text.utf8) && $0.authorID == author
        && $0.parentID == parent
    }
    if let known { return known.id }
    return try insert(
      StoredCompletion(
        promptID: task.promptID, sha256: hash, text: text,
        origin: task.kind == .edit ? .edited : .person, parentID: parent, authorID: author,
        createdAt: submission.moment)
    ).id
  }
}
