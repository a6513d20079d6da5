extension SampleSheet {
  /// The prompts with their replies as conversations, for a terminal.
  var conversations: [ConversationComparison] {
    rows.map { row in
      ConversationComparison(
        prompt: row.prompt,
        replies: row.replies.map {
          ConversationComparison.Reply($0.name, $0.text, score: $0.gold ?? $0.reward)
        })
    }
  }
}
