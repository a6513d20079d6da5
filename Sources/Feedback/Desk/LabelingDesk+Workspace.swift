import Datasets

extension LabelingDesk {
  /// Returns what the page of a task shows to the labeler who has it.
  ///
  /// What would tell which model wrote what, or what others think of it, is blanked: models,
  /// samplings, where the prompt came from, the task's own order, and a known answer.
  ///
  /// - Throws: `FeedbackError.notFound` where the loan is another's.
  public func workspace(
    _ id: Identifier<Assignment>, for labeler: Identifier<Labeler>
  ) throws -> Workspace {
    let space = try store.read { try $0.workspace(id, for: labeler) }
    guard space.assignment.openedAt == nil else { return space.blinded }
    let moment = now()
    return try store.write { writer in
      var space = try writer.workspace(id, for: labeler)
      space.assignment.openedAt = space.assignment.openedAt ?? moment
      try writer.update(space.assignment)
      return space.blinded
    }
  }

  /// Returns what is lent to a labeler now, without lending anything.
  public func lent(to labeler: Identifier<Labeler>) throws -> [LentWork] {
    try store.read { reader in
      try reader.assignments(of: labeler, in: .leased).map { loan in
        let task = try reader.required(loan.taskID, "task")
        let prompt = try reader.required(task.promptID, "prompt")
        return LentWork(assignment: loan, kind: task.kind, promptStart: prompt.start)
      }
    }
  }
}

/// A task that a labeler has now.
public struct LentWork: Sendable, Equatable {
  /// The loan.
  public var assignment: Assignment
  /// What is asked.
  public var kind: LabelingTask.Kind
  /// How the prompt's last turn begins; at most 120 characters.
  public var promptStart: String

  /// Creates an entry.
  public init(assignment: Assignment, kind: LabelingTask.Kind, promptStart: String) {
    self.assignment = assignment
    self.kind = kind
    self.promptStart = promptStart
  }
}

extension FeedbackReader {
  /// Returns a loan of a labeler, and tells nothing of the loans of others.
  func loan(_ id: Identifier<Assignment>, of labeler: Identifier<Labeler>) throws -> Assignment {
    guard let loan = try find(id), loan.labelerID == labeler else {
      throw FeedbackError.notFound("task \(id) for you")
    }
    return loan
  }

  /// Returns all that belongs to a loan, with nothing blanked.
  func workspace(
    _ id: Identifier<Assignment>, for labeler: Identifier<Labeler>
  ) throws -> Workspace {
    let loan = try loan(id, of: labeler)
    let task = try required(loan.taskID, "task")
    return Workspace(
      task: task, assignment: loan, prompt: try required(task.promptID, "prompt"),
      completions: try loan.order.map { try required($0, "completion") },
      guideline: try required(loan.guidelineID, "guideline"), settings: try settings(),
      draft: try draft(of: id), judgement: try judgements(of: id).last)
  }
}

extension Workspace {
  /// The workspace without what a labeler must not know.
  var blinded: Workspace {
    var space = self
    space.task.gold = nil
    space.task.completionIDs = assignment.order
    space.task.requiredOverlap = 1
    space.task.priority = 0
    space.task.selectionProbability = 1
    space.prompt.source = ""
    space.prompt.sourceReference = nil
    space.completions = completions.map(\.blinded)
    space.settings.splitSalt = ""
    return space
  }
}

extension StoredCompletion {
  /// The completion without what tells who wrote it.
  fileprivate var blinded: StoredCompletion {
    var completion = self
    completion.origin = .reference
    completion.modelName = nil
    completion.modelHash = nil
    completion.sampling = nil
    completion.finishReason = nil
    completion.parentID = nil
    completion.authorID = nil
    return completion
  }
}

extension StoredPrompt {
  /// How the last turn begins, on one line.
  var start: String {
    let words = (turns.last?.content ?? "").unicodeScalars.split { $0.properties.isWhitespace }
    let text = words.prefix(40).map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    return text.count > 120 ? String(text.prefix(119)) + "…" : text
  }
}
