/// A completion that a model wrote, before it is in a store.
public struct NewCompletion: Sendable, Equatable {
  /// What it completes.
  public var promptID: Identifier<StoredPrompt>
  /// The text.
  public var text: String
  /// The model's name; labelers never see it.
  public var modelName: String
  /// SHA-256 over the checkpoint's files.
  public var modelHash: String
  /// How it was sampled.
  public var sampling: StoredCompletion.Sampling
  /// Why it ended: `end`, `length`, `stop`.
  public var finishReason: String?

  /// Creates a completion.
  public init(
    promptID: Identifier<StoredPrompt>, text: String, modelName: String, modelHash: String,
    sampling: StoredCompletion.Sampling, finishReason: String? = nil
  ) {
    self.promptID = promptID
    self.text = text
    self.modelName = modelName
    self.modelHash = modelHash
    self.sampling = sampling
    self.finishReason = finishReason
  }
}

/// What came of adding completions.
public struct AddedCompletions: Sendable, Codable, Equatable {
  /// Those that are new.
  public var ids: [Identifier<StoredCompletion>] = []
  /// How many the store had already.
  public var knownCount = 0
  /// How many are empty and were left out.
  public var emptyCount = 0
  /// How many tell which model wrote them; they are not shown until the mark is lifted.
  public var identityLeakCount = 0
  /// How many probably hold personal data.
  public var personalDataCount = 0

  /// Creates an empty result.
  public init() {}
}
