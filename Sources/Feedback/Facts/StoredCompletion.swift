/// A completion as the store keeps it, with where it came from.
public struct StoredCompletion: RevisableFact {
  /// Who wrote a completion.
  public enum Origin: String, Sendable, Codable, CaseIterable {
    /// A model.
    case model
    /// A labeler, in answer to the prompt.
    case person
    /// A labeler, by correcting another completion.
    case edited
    /// The data set that it came with.
    case reference
  }

  /// How a model sampled a completion.
  public struct Sampling: Sendable, Codable, Equatable {
    /// The temperature.
    public var temperature: Double
    /// The share of probability that tokens were drawn from.
    public var topP: Double
    /// How many of the likeliest tokens were drawn from; 0 for all.
    public var topK: Int
    /// The most tokens it could have.
    public var maximumNewTokens: Int
    /// The seed, from which the completion can be made again.
    public var seed: UInt64

    /// Creates a description of a sampling.
    public init(
      temperature: Double, topP: Double, topK: Int, maximumNewTokens: Int, seed: UInt64
    ) {
      self.temperature = temperature
      self.topP = topP
      self.topK = topK
      self.maximumNewTokens = maximumNewTokens
      self.seed = seed
    }
  }

  /// The table's name.
  public static let tableName = "completion"

  /// The completion's number.
  public var id: Identifier<StoredCompletion>
  /// What it completes.
  public var promptID: Identifier<StoredPrompt>
  /// SHA-256 of the text's bytes, in hexadecimal digits.
  public var sha256: String
  /// The text.
  public var text: String
  /// Who wrote it.
  public var origin: Origin
  /// The model's name; labelers never see it.
  public var modelName: String?
  /// SHA-256 over the checkpoint's files.
  public var modelHash: String?
  /// How it was sampled.
  public var sampling: Sampling?
  /// Why it ended: `end`, `length`, `stop`.
  public var finishReason: String?
  /// The completion that it corrects.
  public var parentID: Identifier<StoredCompletion>?
  /// The labeler who wrote it; theirs is not given to them to judge.
  public var authorID: Identifier<Labeler>?
  /// When it came in.
  public var createdAt: Timestamp
  /// When it was taken out of use, if it was; it is never deleted.
  public var withdrawnAt: Timestamp?

  /// Creates a completion that is not yet in a store.
  public init(
    promptID: Identifier<StoredPrompt>, sha256: String, text: String, origin: Origin,
    modelName: String? = nil, modelHash: String? = nil, sampling: Sampling? = nil,
    finishReason: String? = nil, parentID: Identifier<StoredCompletion>? = nil,
    authorID: Identifier<Labeler>? = nil, createdAt: Timestamp
  ) {
    id = .unassigned
    self.promptID = promptID
    self.sha256 = sha256
    self.text = text
    self.origin = origin
    self.modelName = modelName
    self.modelHash = modelHash
    self.sampling = sampling
    self.finishReason = finishReason
    self.parentID = parentID
    self.authorID = authorID
    self.createdAt = createdAt
  }
}
