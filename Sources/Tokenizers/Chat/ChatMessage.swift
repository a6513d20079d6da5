/// One turn of a conversation.
public struct ChatMessage: Sendable, Codable, Equatable {
  /// Who speaks: `system`, `user`, `assistant` or another name that the template knows.
  public var role: String

  /// What is said.
  public var content: String

  /// Creates a turn.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}
