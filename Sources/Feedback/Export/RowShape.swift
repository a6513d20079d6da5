import Datasets

/// How the texts of a row are written.
enum RowShape {
  /// As plain text; conversations as transcripts.
  case text
  /// As turns; a plain text is a turn of the user.
  case turns
  /// As they are in the store.
  case asStored

  /// Returns a prompt.
  ///
  /// - Throws: `UnwritableRow` for a role that has no mark in transcripts.
  func prompt(_ prompt: StoredPrompt) throws -> Content {
    switch (self, prompt.content) {
    case (.asStored, let content): content
    case (.text, .text(let text)): .text(text)
    case (.text, .messages(let turns)): .text(try transcript(of: turns))
    case (.turns, .text(let text)): .messages([Message(role: "user", content: text)])
    case (.turns, .messages(let turns)): .messages(turns)
    }
  }

  /// Returns a completion of a prompt.
  func completion(_ text: String, of prompt: StoredPrompt) -> Content {
    switch (self, prompt.content) {
    case (.text, .text), (.asStored, .text): .text(text)
    case (.text, .messages): .text(" " + text)
    case (.turns, _), (.asStored, .messages): .messages([Message(role: "assistant", content: text)])
    }
  }
}

/// Returns a conversation in the marks of HH-RLHF, up to where the assistant is to speak.
///
/// Bai et al. 2022 (arXiv:2204.05862); what the system says comes first and has no mark.
private func transcript(of turns: [Message]) throws -> String {
  let marked = try turns.enumerated().map { index, turn in
    switch turn.role {
    case "user": return "\n\nHuman: " + turn.content
    case "assistant": return "\n\nAssistant: " + turn.content
    case "system" where index == 0: return turn.content
    default:
      throw UnwritableRow(
        column: "prompt",
        reason: "plain text has no mark for the turn of the \(turn.role); export turns instead")
    }
  }
  return marked.joined() + "\n\nAssistant:"
}
