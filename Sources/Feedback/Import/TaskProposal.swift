/// A task that a selection asks for, and why.
public struct TaskProposal: Sendable, Equatable {
  /// What to judge an answer to.
  public var promptID: Identifier<StoredPrompt>
  /// The completions to show; nothing for as many of the prompt's as the kind takes.
  public var completionIDs: [Identifier<StoredCompletion>]?
  /// Higher comes first.
  public var priority: Double
  /// With what probability it was chosen; in `0...1`.
  public var selectionProbability: Double

  /// Creates a proposal.
  public init(
    promptID: Identifier<StoredPrompt>, completionIDs: [Identifier<StoredCompletion>]? = nil,
    priority: Double = 0, selectionProbability: Double = 1
  ) {
    self.promptID = promptID
    self.completionIDs = completionIDs
    self.priority = priority
    self.selectionProbability = selectionProbability
  }
}

/// What came of making tasks.
public struct MadeTasks: Sendable, Codable, Equatable {
  /// The batch that they are in; nothing if there are none.
  public var batchID: Identifier<TaskBatch>?
  /// How many were made.
  public var taskCount = 0
  /// Prompts that have such a task already.
  public var knownCount = 0
  /// Prompts with too few completions that may be shown.
  public var waitingCount = 0

  /// Creates an empty result.
  public init() {}
}
