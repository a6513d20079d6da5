import Runs

extension LabelingDesk {
  /// Lends a labeler a task, or says why there is none.
  ///
  /// What the labeler has already comes back first. Loans whose time has run out are taken back
  /// before; the labeler's own ones return to them if they left a draft, or if there is nothing
  /// else.
  ///
  /// - Throws: `FeedbackError.notFound` for nobody, `refused` for an account that does not label.
  public func next(for labeler: Identifier<Labeler>) throws -> Lending {
    let moment = now()
    let lent = try store.write { try lend(to: labeler, at: moment, in: $0) }
    if let lent { return .lent(lent) }
    return .nothing(try store.read { try $0.reasonForNothing(for: labeler) })
  }

  private func lend(
    to id: Identifier<Labeler>, at moment: Timestamp, in writer: any FeedbackWriter
  ) throws -> Assignment? {
    guard try writer.labelingAccount(id).state == .active else { return nil }
    try writer.expireLoans(at: moment)
    if let held = try writer.assignments(of: id, in: .leased).first { return held }
    let expired = try writer.assignments(of: id, in: .expired)
    for loan in expired where try writer.draft(of: loan.id) != nil {
      if let revived = try writer.revived(loan, at: moment) { return revived }
    }
    if let task = try pick(for: id, in: writer) {
      return try writer.lend(task, to: id, seed: randomSeed(), at: moment)
    }
    for loan in expired { if let revived = try writer.revived(loan, at: moment) { return revived } }
    return nil
  }

  /// Returns the task to lend next: now and then one whose answer is known.
  private func pick(
    for labeler: Identifier<Labeler>, in writer: any FeedbackWriter
  ) throws -> LabelingTask? {
    // Without other work a question with a known answer would stand out.
    guard let task = try writer.firstShowable(for: labeler, gold: false) else { return nil }
    var generator = SeededGenerator(seed: randomSeed())
    guard try writer.isGoldDue(for: labeler, using: &generator) else { return task }
    return try writer.someGold(for: labeler, using: &generator) ?? task
  }
}

extension FeedbackWriter {
  /// Takes back the loans whose time has run out.
  func expireLoans(at moment: Timestamp) throws {
    for var loan in try overdueAssignments(at: moment) {
      loan.state = .expired
      try update(loan)
      try record(
        "lease.expired", actor: nil, on: Assignment.tableName, loan.id.number,
        body: ["task": loan.taskID.number, "labeler": loan.labelerID.number], at: moment)
    }
  }

  /// Lends a task, in an order that is drawn for this loan.
  func lend(
    _ task: LabelingTask, to labeler: Identifier<Labeler>, seed: UInt64, at moment: Timestamp
  ) throws -> Assignment {
    var generator = SeededGenerator(seed: seed)
    let loan = try insert(
      Assignment(
        taskID: task.id, labelerID: labeler,
        order: task.completionIDs.shuffled(using: &generator), orderSeed: seed,
        guidelineID: try currentGuideline().id, leasedAt: moment,
        leaseExpiresAt: moment + (try leaseDuration(of: task.kind))))
    try record(
      "task.leased", actor: labeler, on: Assignment.tableName, loan.id.number, body: loan,
      at: moment)
    return loan
  }

  /// Lends a labeler again what they did not finish in time, if a place is free.
  func revived(_ loan: Assignment, at moment: Timestamp) throws -> Assignment? {
    guard let task = try find(loan.taskID), try hasFreePlace(task, besides: loan.id),
      try isShowable(task)
    else { return nil }
    var loan = loan
    loan.state = .leased
    loan.leaseExpiresAt = moment + (try leaseDuration(of: task.kind))
    try update(loan)
    try record(
      "task.revived", actor: loan.labelerID, on: Assignment.tableName, loan.id.number,
      body: ["task": loan.taskID.number, "expires": loan.leaseExpiresAt.milliseconds], at: moment)
    return loan
  }
}
