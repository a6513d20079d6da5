/// Something that a labeler did lately, and may still change.
public struct RecentWork: Sendable, Equatable {
  /// The loan.
  public var assignment: Assignment
  /// What was asked.
  public var kind: LabelingTask.Kind
  /// How the prompt's last turn begins; at most 120 characters.
  public var promptStart: String
  /// The judgement that counts now.
  public var judgement: Judgement
  /// Whether it may still be changed.
  public var isRevisable: Bool

  /// Creates an entry.
  public init(
    assignment: Assignment, kind: LabelingTask.Kind, promptStart: String, judgement: Judgement,
    isRevisable: Bool
  ) {
    self.assignment = assignment
    self.kind = kind
    self.promptStart = promptStart
    self.judgement = judgement
    self.isRevisable = isRevisable
  }
}
