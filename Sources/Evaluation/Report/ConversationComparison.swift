public import Datasets

/// What several models reply to one prompt.
public struct ConversationComparison: Sendable, Equatable {
  /// What they were asked.
  public var prompt: Content
  /// What they replied, in the order to show.
  public var replies: [Reply]

  /// Creates a comparison.
  public init(prompt: Content, replies: [Reply]) {
    self.prompt = prompt
    self.replies = replies
  }

  /// Creates a comparison of replies to a plain text.
  public init(prompt: String, replies: [Reply]) {
    self.init(prompt: .text(prompt), replies: replies)
  }

  /// What one model replied.
  public struct Reply: Sendable, Equatable {
    /// The model's name.
    public var name: String
    /// The reply.
    public var text: String
    /// How good it is, where that was measured.
    public var score: Double?

    /// Creates a reply.
    public init(_ name: String, _ text: String, score: Double? = nil) {
      self.name = name
      self.text = text
      self.score = score
    }
  }
}
