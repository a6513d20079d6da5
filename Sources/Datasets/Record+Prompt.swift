extension Record {
  /// Whether the row is more than a prompt.
  var hasCompletion: Bool {
    [names.completion, names.chosen, names.rejected, names.completions].contains(where: has)
      || (!has(names.prompt) && conversationColumn != nil)
  }

  /// Returns the prompt that the row is or has.
  func prompt() throws -> Prompt {
    let row = Prompt(try promptContent(), source: source, columns: otherColumns)
    try row.check(names)
    return row
  }

  private func promptContent() throws -> Content {
    if has(names.completions) { return try ranking().prompt }
    if has(names.chosen) || has(names.rejected) { return try comparison().prompt }
    if has(names.completion) { return try demonstration().prompt }
    if has(names.prompt) { return try content(in: names.prompt) }
    guard let column = conversationColumn else { throw missing([names.prompt]) }
    let turns = try messages(in: column)
    return .messages(turns.last?.role == "assistant" ? turns.dropLast() : turns)
  }

  /// The columns that the prompt was not read from.
  private var otherColumns: [String: String] {
    let read = hasCompletion ? names.all : [names.prompt]
    let others = members.filter { !read.contains($0.name) }.map { ($0.name, $0.value.compactText) }
    // NB: The parser lets no name through twice.
    return Dictionary(others) { first, _ in first }
  }
}
