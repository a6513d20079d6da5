/// A task on which labelers disagree, with all that an adjudicator needs to settle it.
public struct Dispute: Sendable, Equatable {
  /// One labeler's side.
  public struct Side: Sendable, Equatable {
    /// Who judged.
    public var labeler: Labeler
    /// The loan, with the order in which the completions were shown.
    public var assignment: Assignment
    /// The judgement that counts now.
    public var judgement: Judgement

    /// Creates a side.
    public init(labeler: Labeler, assignment: Assignment, judgement: Judgement) {
      self.labeler = labeler
      self.assignment = assignment
      self.judgement = judgement
    }
  }

  /// What was asked.
  public var task: LabelingTask
  /// What the completions answer.
  public var prompt: StoredPrompt
  /// The completions, in the task's order.
  public var completions: [StoredCompletion]
  /// Every labeler's judgement, in the order in which the task was lent.
  public var sides: [Side]
  /// The decisions so far, the latest last.
  public var adjudications: [Adjudication]
  /// The guideline in force now.
  public var guideline: Guideline
  /// The axes and flags that an answer may use.
  public var settings: ProjectSettings

  /// Creates a dispute.
  public init(
    task: LabelingTask, prompt: StoredPrompt, completions: [StoredCompletion], sides: [Side],
    adjudications: [Adjudication] = [], guideline: Guideline, settings: ProjectSettings
  ) {
    self.task = task
    self.prompt = prompt
    self.completions = completions
    self.sides = sides
    self.adjudications = adjudications
    self.guideline = guideline
    self.settings = settings
  }
}
