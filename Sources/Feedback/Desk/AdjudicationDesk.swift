/// Where disagreements are settled.
public struct AdjudicationDesk: Sendable {
  /// Where tasks and judgements are kept.
  public let store: any FeedbackStore
  let now: @Sendable () -> Timestamp

  /// Creates a desk.
  public init(
    store: any FeedbackStore, now: @escaping @Sendable () -> Timestamp = Timestamp.now
  ) {
    self.store = store
    self.now = now
  }

  /// Returns the tasks on which labelers disagree, the oldest first.
  public func disputes(limit: Int = 50) throws -> [Dispute] {
    try store.read { reader in
      try reader.tasks(in: .disputed).prefix(limit).map { try reader.dispute($0) }
    }
  }

  /// Returns a task with every judgement of it, disputed or not.
  ///
  /// - Throws: `FeedbackError.notFound` if there is no such task.
  public func dispute(_ task: Identifier<LabelingTask>) throws -> Dispute {
    try store.read { try $0.dispute($0.required(task, "task")) }
  }

  /// Settles a task: from now on the given answer holds, whatever labelers said.
  ///
  /// A settled task may be settled again; the latest decision holds.
  ///
  /// - Parameters:
  ///   - id: The task.
  ///   - adjudicator: Who settles it.
  ///   - answer: The answer that holds.
  ///   - cause: Why labelers disagreed.
  ///   - note: A note for people.
  /// - Throws: `FeedbackError.refused` for who may not settle it, `invalidAnswer` where the answer
  ///   does not fit the task.
  public func settle(
    _ id: Identifier<LabelingTask>, by adjudicator: Identifier<Labeler>, answer: Answer,
    cause: Adjudication.Cause, note: String
  ) throws -> Adjudication {
    let moment = now()
    return try store.write { writer in
      let dispute = try writer.dispute(writer.required(id, "task"))
      try writer.checkSettling(dispute, by: adjudicator)
      let rules = AnswerRules(dispute)
      let answer = rules.normalized(answer)
      let problems = rules.problems(of: answer)
      guard problems.isEmpty else { throw FeedbackError.invalidAnswer(problems) }
      return try writer.settle(
        dispute.task,
        Adjudication(
          taskID: id, adjudicatorID: adjudicator, answer: answer, cause: cause, note: note,
          createdAt: moment))
    }
  }
}

extension FeedbackReader {
  /// Returns a task with every judgement of it.
  fileprivate func dispute(_ task: LabelingTask) throws -> Dispute {
    let sides = try assignments(of: task.id).compactMap { loan -> Dispute.Side? in
      guard let judgement = try judgements(of: loan.id).last else { return nil }
      return Dispute.Side(
        labeler: try required(loan.labelerID, "account"), assignment: loan, judgement: judgement)
    }
    return Dispute(
      task: task, prompt: try required(task.promptID, "prompt"),
      completions: try task.completionIDs.map { try required($0, "completion") }, sides: sides,
      adjudications: try adjudications(of: task.id), guideline: try currentGuideline(),
      settings: try settings())
  }

  fileprivate func checkSettling(_ dispute: Dispute, by id: Identifier<Labeler>) throws {
    let account = try required(id, "account")
    guard account.state == .active,
      account.role == .adjudicator || account.role == .administrator
    else { throw FeedbackError.refused("only adjudicators and administrators settle tasks") }
    guard try !isOwn(dispute.task, id) else {
      throw FeedbackError.refused("you wrote a part of this task; somebody else has to settle it")
    }
    guard dispute.task.state == .disputed || dispute.task.state == .settled else {
      throw FeedbackError.refused(
        "labelers do not disagree on this task; there is nothing to settle")
    }
  }
}

extension FeedbackWriter {
  fileprivate func settle(_ task: LabelingTask, _ decision: Adjudication) throws -> Adjudication {
    let decision = try insert(decision)
    var task = task
    task.state = .settled
    try update(task)
    try record(
      "task.settled", actor: decision.adjudicatorID, on: LabelingTask.tableName, task.id.number,
      body: decision, at: decision.createdAt)
    return decision
  }
}
