/// Makes a prompt and its completions of one kind, and takes the prompt out of the completions.
///
/// A completion that repeats the prompt's turns is reduced to what it adds. A prompt in plain text
/// beside conversations stands for their common beginning if that ends with the prompt's text.
func paired(
  _ prompt: Content, _ completions: [Content], columns: [String]
) throws -> (prompt: Content, completions: [Content]) {
  let conversations = completions.compactMap(\.turns)
  guard conversations.count == completions.count else {
    guard conversations.isEmpty, case .text = prompt else { throw mixed(columns) }
    return (prompt, completions)
  }
  switch prompt {
  case .messages(let turns):
    return (prompt, conversations.map { .messages(withoutPrefix(turns, $0)) })
  case .text(let text):
    let parts =
      conversations.count == 1
      ? (prompt: conversations[0].dropLast(), rest: [conversations[0].suffix(1)].map(Array.init))
      : { (prompt: $0.prompt[...], rest: $0.rest) }(partedConversations(conversations))
    guard let last = parts.prompt.last, last.role == "user", last.content == text else {
      throw mixed(columns)
    }
    return (.messages(Array(parts.prompt)), parts.rest.map(Content.messages))
  }
}

extension Content {
  /// The turns of a conversation, and nothing for plain text.
  var turns: [Message]? {
    guard case .messages(let messages) = self else { return nil }
    return messages
  }
}

private func withoutPrefix(_ prefix: [Message], _ turns: [Message]) -> [Message] {
  guard turns.count > prefix.count, turns.starts(with: prefix) else { return turns }
  return Array(turns.dropFirst(prefix.count))
}

private func mixed(_ columns: [String]) -> RowProblem {
  RowProblem(
    column: columns.first,
    reason: "the row mixes plain text and turns of a conversation in "
      + columns.map { "'\($0)'" }.joined(separator: " and "))
}
