/// How an adjudicator settled a task on which labelers disagreed.
public struct Adjudication: StoredFact {
  /// Why labelers disagreed.
  public enum Cause: String, Sendable, Codable, CaseIterable {
    /// Somebody overlooked something.
    case mistake
    /// The guideline does not say.
    case guidelineGap
    /// The completions are about as good.
    case closeCall
    /// It is a matter of taste or values.
    case taste
    /// The task cannot be judged.
    case unclearTask
  }

  /// The table's name.
  public static let tableName = "adjudication"

  /// The decision's number.
  public var id: Identifier<Adjudication>
  /// What was settled.
  public var taskID: Identifier<LabelingTask>
  /// Who settled it.
  public var adjudicatorID: Identifier<Labeler>
  /// The answer that holds from now on.
  public var answer: Answer
  /// Why labelers disagreed.
  public var cause: Cause
  /// A note for people.
  public var note: String
  /// When it was settled.
  public var createdAt: Timestamp

  /// Creates a decision that is not yet in a store.
  public init(
    taskID: Identifier<LabelingTask>, adjudicatorID: Identifier<Labeler>, answer: Answer,
    cause: Cause, note: String, createdAt: Timestamp
  ) {
    id = .unassigned
    self.taskID = taskID
    self.adjudicatorID = adjudicatorID
    self.answer = answer
    self.cause = cause
    self.note = note
    self.createdAt = createdAt
  }
}
