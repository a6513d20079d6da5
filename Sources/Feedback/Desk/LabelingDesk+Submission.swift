extension LabelingDesk {
  /// Keeps a judgement; when this returns, it is kept for good.
  ///
  /// The first one of a loan counts if the time has not run out, or if a place is still free; else
  /// it is kept as surplus. Later ones are revisions, which are taken for the labeler's latest
  /// tasks only. The same form sent again changes nothing, whatever it says.
  ///
  /// - Parameters:
  ///   - id: The loan.
  ///   - labeler: Whose it is.
  ///   - answer: What the labeler says; a verdict `skipped` passes the task on to others.
  ///   - idempotencyKey: What the form was given when its page was made.
  ///   - activeMilliseconds: How long the labeler was at it, in all, as far as the page knows.
  /// - Throws: `FeedbackError.notFound` where the loan is another's, `invalidAnswer` where the
  ///   answer does not fit the task, `refused` where it may not be changed any more.
  public func submit(
    _ id: Identifier<Assignment>, by labeler: Identifier<Labeler>, answer: Answer,
    idempotencyKey: String, activeMilliseconds: Int
  ) throws -> Receipt {
    guard (1...200).contains(idempotencyKey.utf8.count) else {
      throw FeedbackError.refused("the form has no key of its own; load the page again")
    }
    let moment = now()
    return try store.write { writer in
      if let first = try writer.judgement(idempotencyKey: idempotencyKey) {
        return try writer.repeated(first, id, labeler)
      }
      let space = try writer.workspace(id, for: labeler)
      try writer.checkSubmission(space, by: labeler)
      let rules = AnswerRules(space)
      let answer = rules.normalized(answer)
      let problems = rules.problems(of: answer)
      guard problems.isEmpty else { throw FeedbackError.invalidAnswer(problems) }
      let submission = Submission(
        space: space, answer: answer, key: idempotencyKey, reported: activeMilliseconds,
        moment: moment)
      return try writer.keep(submission)
    }
  }

  /// Passes a task on to others, with a reason.
  ///
  /// - Throws: As `submit` does.
  public func skip(
    _ id: Identifier<Assignment>, by labeler: Identifier<Labeler>, reason: String,
    idempotencyKey: String, activeMilliseconds: Int
  ) throws -> Receipt {
    try submit(
      id, by: labeler, answer: Answer(verdict: .skipped, reason: reason),
      idempotencyKey: idempotencyKey, activeMilliseconds: activeMilliseconds)
  }
}

extension FeedbackReader {
  /// Returns the receipt for a form that was sent before.
  fileprivate func repeated(
    _ first: Judgement, _ id: Identifier<Assignment>, _ labeler: Identifier<Labeler>
  ) throws -> Receipt {
    let loan = try loan(id, of: labeler)
    guard first.assignmentID == loan.id else {
      throw FeedbackError.refused("this form was sent for another task; load the page again")
    }
    return Receipt(judgement: first, savedAt: first.createdAt, standing: .repeated)
  }

  /// Checks that an account may hand in, and that an earlier judgement may still be changed.
  fileprivate func checkSubmission(_ space: Workspace, by labeler: Identifier<Labeler>) throws {
    _ = try labelingAccount(labeler)
    guard space.isRevision, try !isRevisable(space.assignment) else { return }
    throw FeedbackError.refused(
      "only your latest \(space.settings.undoCount) judgements can be changed")
  }

  /// Returns whether a loan is among its labeler's latest that were finished.
  func isRevisable(_ loan: Assignment) throws -> Bool {
    try finishedAssignments(of: loan.labelerID, limit: settings().undoCount)
      .contains { $0.id == loan.id }
  }
}
