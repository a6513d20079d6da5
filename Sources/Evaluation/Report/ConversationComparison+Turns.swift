import Datasets

extension ConversationComparison {
  /// One turn of the prompt.
  struct Turn: Equatable {
    let speaker: String
    let text: String
  }

  /// The prompt's turns; a plain text is one.
  var turns: [Turn] {
    switch prompt {
    case .text(let text): [Turn(speaker: "Prompt", text: text)]
    case .messages(let messages):
      messages.map { message in
        Turn(
          speaker: message.role.prefix(1).uppercased() + message.role.dropFirst(),
          text: message.content)
      }
    }
  }
}
