import Datasets

/// A labeler's turn with its two replies, on their way into the store.
struct ChatTurn {
  /// The conversation up to the labeler's turn.
  let turns: [Message]
  /// The replies.
  let replies: [ChatReply]
  /// The conversation's batch; nothing for a new conversation.
  let conversation: Identifier<TaskBatch>?
  /// The loan that it follows.
  var after: Identifier<Assignment>?
}

extension FeedbackReader {
  /// Checks that an account may chat.
  func checkChatter(_ labeler: Identifier<Labeler>) throws {
    guard try labelingAccount(labeler).state == .active else {
      throw FeedbackError.refused("your account gets no tasks for now; ask an administrator")
    }
  }

  /// Returns the chat whose replies a labeler has not judged yet.
  func openChat(of labeler: Identifier<Labeler>) throws -> Assignment? {
    try assignments(of: labeler, in: .leased).first { try find($0.taskID)?.kind == .chat }
  }

  /// Returns all that belongs to a turn of a labeler's chat.
  func chat(_ id: Identifier<Assignment>, of labeler: Identifier<Labeler>) throws -> Workspace {
    let space = try workspace(id, for: labeler)
    guard space.task.kind == .chat else {
      throw FeedbackError.notFound("conversation \(id) for you")
    }
    return space
  }

  /// Returns the loan of the turn that follows one, if it is there already.
  ///
  /// - Throws: `FeedbackError.refused` where the conversation went on with other words.
  func followUp(of space: Workspace, _ turns: [Message]) throws -> Assignment? {
    guard let next = try tasks(of: space.task.batchID).first(where: { $0.id > space.task.id })
    else { return nil }
    let said = try required(next.promptID, "prompt").turns
    guard try contentHash(of: said) == contentHash(of: turns),
      let loan = try assignments(of: next.id).first
    else {
      throw FeedbackError.refused("this conversation has gone on already; load the page again")
    }
    return loan
  }
}

extension Workspace {
  /// Returns the conversation with the preferred reply at its end.
  func goingOn() throws -> [Message] {
    guard let judgement, judgement.answer.verdict != .skipped else {
      throw FeedbackError.refused("say first which reply is better")
    }
    // Of two that are equally good, the one that was shown first goes on.
    let best = assignment.order.compactMap { id in
      judgement.answer.ranks.first { $0.completionID == id }
    }.min { $0.rank < $1.rank }
    guard judgement.answer.verdict == .judged, let best,
      let reply = completions.first(where: { $0.id == best.completionID })
    else {
      throw FeedbackError.refused("no reply was acceptable; begin a new conversation")
    }
    return prompt.turns + [Message(role: "assistant", content: reply.text)]
  }
}

extension FeedbackWriter {
  /// Keeps a turn with its replies, and lends its task to the labeler.
  func keep(
    _ turn: ChatTurn, of labeler: Identifier<Labeler>, seed: UInt64, at moment: Timestamp
  ) throws -> Assignment {
    try checkChatter(labeler)
    if let open = try openChat(of: labeler) { return open }
    if let id = turn.after,
      let next = try followUp(of: chat(id, of: labeler), turn.turns)
    {
      return next
    }
    let batch = try turn.conversation ?? openConversation(at: moment)
    let prompt = try prompt(of: turn, batch, labeler, at: moment)
    let completions = try keep(turn.replies, of: prompt, at: moment)
    let task = try insert(
      LabelingTask(
        batchID: batch, promptID: prompt.id, kind: .chat, completionIDs: completions,
        createdAt: moment))
    try record(
      "chat.replied", actor: labeler, on: LabelingTask.tableName, task.id.number, body: task,
      at: moment)
    return try lend(task, to: labeler, seed: seed, at: moment)
  }

  private func openConversation(at moment: Timestamp) throws -> Identifier<TaskBatch> {
    try insert(TaskBatch(purpose: "chat", selector: "chat", createdAt: moment)).id
  }

  private func prompt(
    of turn: ChatTurn, _ batch: Identifier<TaskBatch>, _ labeler: Identifier<Labeler>,
    at moment: Timestamp
  ) throws -> StoredPrompt {
    let hash = try contentHash(of: turn.turns)
    if let known = try prompt(sha256: hash) { return known }
    // All turns of a conversation are on one side of the split.
    let first = try tasks(of: batch).first.flatMap { try find($0.promptID) }
    let cluster = first?.cluster ?? hash
    return try insert(
      StoredPrompt(
        sha256: hash, content: .messages(turn.turns), source: "chat",
        sourceReference: "conversation \(batch)", authorID: labeler, cluster: cluster,
        split: try first?.split ?? settings().frozenSplit(ofCluster: cluster), createdAt: moment))
  }

  /// Keeps replies, with the models that wrote them.
  private func keep(
    _ replies: [ChatReply], of prompt: StoredPrompt, at moment: Timestamp
  ) throws -> [Identifier<StoredCompletion>] {
    try replies.reduce(into: []) { ids, reply in
      let completion = StoredCompletion(
        promptID: prompt.id, sha256: contentHash(of: reply.text), text: reply.text, origin: .model,
        modelName: reply.modelName, modelHash: reply.modelHash, sampling: reply.sampling,
        finishReason: reply.finishReason, createdAt: moment)
      let kept = try keep(completion, of: prompt).completion
      // One model that says the same twice is still shown twice.
      ids.append(ids.contains(kept.id) ? try insert(completion).id : kept.id)
    }
  }
}
