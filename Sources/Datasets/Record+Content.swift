extension Record {
  /// Returns the text or the turns in a column that must be there.
  func content(in name: String) throws -> Content {
    try Content(value(in: name), column: name)
  }

  /// The name of the column that holds a whole conversation, if the row has one.
  var conversationColumn: String? {
    [names.messages, names.messagesAlias].first(where: has)
  }

  /// Returns the turns in a column that must be there.
  func messages(in name: String) throws -> [Message] {
    guard case .messages(let messages) = try content(in: name) else {
      throw RowProblem(column: name, reason: "it is a string, not a list of turns")
    }
    return messages
  }
}

extension Content {
  init(_ value: JSONValue, column: String) throws {
    switch value {
    case .string(let text): self = .text(text)
    case .array(let turns):
      self = .messages(
        try turns.enumerated().map { index, turn in
          try Message(turn, number: index + 1, column: column)
        })
    default:
      throw RowProblem(
        column: column, reason: "it is \(value.kind), not text or a list of turns")
    }
  }
}

extension Message {
  /// Reads a turn with `role` and `content`, or with ShareGPT's `from` and `value`.
  fileprivate init(_ value: JSONValue, number: Int, column: String) throws {
    func problem(_ reason: String) -> RowProblem {
      RowProblem(column: column, reason: "turn \(number) \(reason)")
    }
    guard case .object(let members) = value else {
      throw problem("is \(value.kind), not an object with 'role' and 'content'")
    }
    func field(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }

    if let calls = field("tool_calls"), calls != .null, calls != .array([]) {
      throw problem("calls tools, which is not supported")
    }
    let isShareGPT = field("role") == nil && field("from") != nil
    let roleName = isShareGPT ? "from" : "role"
    guard case .string(let role)? = field(roleName), !role.isEmpty else {
      throw problem("has no text in '\(roleName)'")
    }
    let contentName = isShareGPT ? "value" : "content"
    guard let content = field(contentName) else { throw problem("has no '\(contentName)'") }
    self.init(
      role: isShareGPT ? usualRole(role) : role,
      content: try joinedText(content, "'\(contentName)'", problem))
  }
}

private func usualRole(_ role: String) -> String {
  switch role {
  case "human": "user"
  case "gpt": "assistant"
  default: role
  }
}

/// Returns the text that a turn's content is, or that its parts make together.
private func joinedText(
  _ value: JSONValue, _ name: String, _ problem: (String) -> RowProblem
) throws -> String {
  switch value {
  case .string(let text): return text
  case .array(let parts): return try parts.map { try partText($0, name, problem) }.joined()
  default: throw problem("has \(value.kind) in \(name), not text")
  }
}

private func partText(
  _ value: JSONValue, _ name: String, _ problem: (String) -> RowProblem
) throws -> String {
  guard case .object(let members) = value,
    case .string("text")? = members.first(where: { $0.name == "type" })?.value,
    case .string(let text)? = members.first(where: { $0.name == "text" })?.value
  else { throw problem("has a part in \(name) that is not text") }
  return text
}
