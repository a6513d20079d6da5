/// One turn of a conversation.
public struct Message: Sendable, Codable, Hashable {
  /// Who speaks: usually `system`, `user` or `assistant`.
  public var role: String
  /// What is said.
  public var content: String

  /// Creates the turn in which `role` says `content`.
  public init(role: String, content: String) {
    self.role = role
    self.content = content
  }
}

/// A prompt or a completion: plain text, or turns of a conversation.
///
/// The row's format decides which; a row never mixes the two.
public enum Content: Sendable, Hashable {
  /// Plain text, to be tokenized as it stands.
  case text(String)
  /// Turns of a conversation, to be laid out by a chat template.
  case messages([Message])

  /// Whether there is no text in it, not even white space.
  public var isEmpty: Bool {
    switch self {
    case .text(let text): text.isEmpty
    case .messages(let messages): messages.allSatisfy(\.content.isEmpty)
    }
  }
}
