extension LabelingDesk {
  /// Lengthens a loan whose page is in use, and returns when it runs out now.
  ///
  /// A loan that ran out is lent again if a place is free; else its end stays in the past, and what
  /// is submitted will count only if a place is free then. Nothing is ever shortened, also when the
  /// clock was set back.
  ///
  /// - Parameters:
  ///   - id: The loan.
  ///   - labeler: Whose it is.
  ///   - activeMilliseconds: How long the labeler was at it, in all, as far as the page knows.
  /// - Throws: `FeedbackError.notFound` where the loan is another's.
  public func extendLease(
    _ id: Identifier<Assignment>, for labeler: Identifier<Labeler>, activeMilliseconds: Int
  ) throws -> Timestamp {
    let moment = now()
    return try store.write { writer in
      try writer.extended(
        writer.loan(id, of: labeler), reported: activeMilliseconds, at: moment
      ).leaseExpiresAt
    }
  }

  /// Keeps what a labeler has filled in, and lengthens the loan.
  ///
  /// - Parameters:
  ///   - id: The loan.
  ///   - labeler: Whose it is.
  ///   - fields: The form's fields, in the form's order.
  ///   - sequence: Counts up with each save; begin after the draft's that the page was made with.
  ///   - activeMilliseconds: How long the labeler was at it, in all, as far as the page knows.
  /// - Throws: `FeedbackError.notFound` where the loan is another's, `refused` for more than 1 MiB.
  public func saveDraft(
    _ id: Identifier<Assignment>, for labeler: Identifier<Labeler>, fields: [Draft.Field],
    sequence: Int, activeMilliseconds: Int
  ) throws -> SavedDraft {
    guard fields.reduce(0, { $0 + $1.name.utf8.count + $1.value.utf8.count }) <= 1 << 20 else {
      throw FeedbackError.refused("the draft is longer than 1 MiB; shorten it")
    }
    let moment = now()
    return try store.write { writer in
      let loan = try writer.extended(
        writer.loan(id, of: labeler), reported: activeMilliseconds, at: moment)
      let draft = Draft(
        assignmentID: id, fields: fields, sequence: sequence, savedAt: moment)
      let (kept, isCurrent) = try writer.keep(draft)
      return SavedDraft(
        savedAt: kept.savedAt, leaseExpiresAt: loan.leaseExpiresAt, isCurrent: isCurrent)
    }
  }
}

/// That a draft is kept.
public struct SavedDraft: Sendable, Equatable {
  /// When the draft that is kept was saved.
  public var savedAt: Timestamp
  /// When the loan runs out now.
  public var leaseExpiresAt: Timestamp
  /// Whether the draft that is kept is the one that was sent, rather than a later one.
  public var isCurrent: Bool

  /// Creates a receipt.
  public init(savedAt: Timestamp, leaseExpiresAt: Timestamp, isCurrent: Bool) {
    self.savedAt = savedAt
    self.leaseExpiresAt = leaseExpiresAt
    self.isCurrent = isCurrent
  }
}

extension FeedbackWriter {
  /// Puts a draft in the place of an older one, and returns the one that is kept.
  fileprivate func keep(_ draft: Draft) throws -> (draft: Draft, isCurrent: Bool) {
    guard var kept = try self.draft(of: draft.assignmentID) else {
      return (try insert(draft), true)
    }
    guard draft.sequence >= kept.sequence else { return (kept, false) }
    kept.fields = draft.fields
    kept.sequence = draft.sequence
    kept.savedAt = draft.savedAt
    try update(kept)
    return (kept, true)
  }

  /// Lengthens a loan, or lends it again if it ran out and a place is free.
  fileprivate func extended(
    _ loan: Assignment, reported: Int, at moment: Timestamp
  ) throws -> Assignment {
    let loan =
      loan.state == .expired ? try revived(loan, at: moment) ?? loan : loan
    guard loan.state == .leased, let task = try find(loan.taskID) else { return loan }
    var longer = loan
    longer.activeMilliseconds = loan.activeTime(
      reported: reported, at: moment, longestLease: try settings().longestLeaseSeconds)
    longer.leaseExpiresAt = max(
      loan.leaseExpiresAt, moment + (try leaseDuration(of: task.kind)))
    if longer != loan { try update(longer) }
    return longer
  }
}
