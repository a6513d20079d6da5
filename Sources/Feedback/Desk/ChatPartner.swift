public import Datasets

/// Two checkpoints that answer a labeler side by side.
public protocol ChatPartner: Sendable {
  /// Returns two replies to a conversation, by two checkpoints.
  ///
  /// - Parameters:
  ///   - turns: The conversation; the last turn is the labeler's.
  ///   - conversation: What all calls of one conversation share, such as to draw other samples
  ///     for other conversations.
  func replies(to turns: [Message], conversation: String) async throws -> [ChatReply]
}

/// What a checkpoint replied.
public struct ChatReply: Sendable, Equatable {
  /// The reply.
  public var text: String
  /// The checkpoint's name; labelers never see it.
  public var modelName: String
  /// SHA-256 over the checkpoint's files.
  public var modelHash: String?
  /// How it was sampled.
  public var sampling: StoredCompletion.Sampling?
  /// Why it ended: `end`, `length`, `stop`.
  public var finishReason: String?

  /// Creates a reply.
  public init(
    text: String, modelName: String, modelHash: String? = nil,
    sampling: StoredCompletion.Sampling? = nil, finishReason: String? = nil
  ) {
    self.text = text
    self.modelName = modelName
    self.modelHash = modelHash
    self.sampling = sampling
    self.finishReason = finishReason
  }
}

/// How far a chat may go.
public struct ChatLimits: Sendable, Equatable {
  /// How many turns a labeler may write in one conversation.
  public var turnCount: Int
  /// How long a turn may be, in bytes of UTF-8.
  public var turnLength: Int

  /// Creates limits.
  public init(turnCount: Int = 20, turnLength: Int = 8000) {
    self.turnCount = turnCount
    self.turnLength = turnLength
  }
}
