extension Demonstration {
  /// Returns the row's columns as they are written, if they would read back.
  func members() throws -> [JSONMember] {
    try check()
    try checkRepetition(of: prompt, in: [completion], column: "completion")
    return [
      JSONMember(name: "prompt", value: json(prompt)),
      JSONMember(name: "completion", value: json(completion)),
    ]
  }
}

extension Comparison {
  /// Returns the row's columns as they are written, if they would read back.
  func members() throws -> [JSONMember] {
    try check()
    try checkRepetition(of: prompt, in: [chosen, rejected], column: "chosen")
    return [
      JSONMember(name: "prompt", value: json(prompt)),
      JSONMember(name: "chosen", value: json(chosen)),
      JSONMember(name: "rejected", value: json(rejected)),
    ] + judgement(margin, probability, labeler, origin, groupID)
  }
}

extension Ranking {
  /// Returns the row's columns as they are written, if they would read back.
  func members() throws -> [JSONMember] {
    try check()
    try checkRepetition(of: prompt, in: completions, column: "completions")
    return [
      JSONMember(name: "prompt", value: json(prompt)),
      JSONMember(name: "completions", value: .array(completions.map(json))),
      JSONMember(name: "ranks", value: .array(ranks.map { .number(String($0)) })),
    ] + judgement(margin, probability, labeler, origin, groupID)
  }
}

/// Returns a text as a string, and turns as an array of objects.
func json(_ content: Content) -> JSONValue {
  switch content {
  case .text(let text): .string(text)
  case .messages(let messages):
    .array(
      messages.map { message in
        .object([
          JSONMember(name: "role", value: .string(message.role)),
          JSONMember(name: "content", value: .string(message.content)),
        ])
      })
  }
}

private func judgement(
  _ margin: Double?, _ probability: Double?, _ labeler: String?, _ origin: String?,
  _ groupID: String?
) -> [JSONMember] {
  var members: [JSONMember] = []
  if let margin { members.append(JSONMember(name: "margin", value: .number("\(margin)"))) }
  if let probability {
    members.append(JSONMember(name: "probability", value: .number("\(probability)")))
  }
  if let labeler { members.append(JSONMember(name: "labeler", value: .string(labeler))) }
  if let origin { members.append(JSONMember(name: "source", value: .string(origin))) }
  if let groupID { members.append(JSONMember(name: "group_id", value: .string(groupID))) }
  return members
}

/// Checks that no completion begins with the prompt's turns, which reading would take out.
private func checkRepetition(
  of prompt: Content, in completions: [Content], column: String
) throws {
  guard case .messages(let turns) = prompt, !turns.isEmpty else { return }
  for case .messages(let completion) in completions
  where completion.count > turns.count && completion.starts(with: turns) {
    throw RowProblem(column: column, reason: "a completion begins with the prompt's turns")
  }
}
