/// Completions that could be made a task.
public struct TaskCandidate: Sendable, Equatable {
  /// Their prompt.
  public let promptID: Identifier<StoredPrompt>
  /// The completions.
  public let completionIDs: [Identifier<StoredCompletion>]
  /// How much reward models disagree about their order; nothing where they were not scored.
  public let disagreement: Double?

  /// Creates a candidate.
  public init(
    promptID: Identifier<StoredPrompt>, completionIDs: [Identifier<StoredCompletion>],
    disagreement: Double?
  ) {
    self.promptID = promptID
    self.completionIDs = completionIDs
    self.disagreement = disagreement
  }
}
