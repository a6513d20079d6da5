/// All that the page of a task shows.
public struct Workspace: Sendable, Equatable {
  /// What is asked.
  public var task: LabelingTask
  /// The loan, with the order and the time.
  public var assignment: Assignment
  /// What the completions answer.
  public var prompt: StoredPrompt
  /// The completions in the order that this labeler sees, A first; who wrote them is left out.
  public var completions: [StoredCompletion]
  /// The guideline that was in force when the task was lent.
  public var guideline: Guideline
  /// The axes and flags that an answer may use.
  public var settings: ProjectSettings
  /// What the labeler has filled in and not submitted.
  public var draft: Draft?
  /// The latest judgement, if the task was submitted before.
  public var judgement: Judgement?

  /// Creates a workspace.
  public init(
    task: LabelingTask, assignment: Assignment, prompt: StoredPrompt,
    completions: [StoredCompletion], guideline: Guideline, settings: ProjectSettings,
    draft: Draft? = nil, judgement: Judgement? = nil
  ) {
    self.task = task
    self.assignment = assignment
    self.prompt = prompt
    self.completions = completions
    self.guideline = guideline
    self.settings = settings
    self.draft = draft
    self.judgement = judgement
  }

  /// Whether an answer would change one that was given before.
  public var isRevision: Bool { judgement != nil }
}
