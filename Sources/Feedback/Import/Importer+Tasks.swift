extension Importer {
  /// Makes tasks of prompts and completions that the store has.
  ///
  /// - Parameters:
  ///   - kind: What is asked of labelers.
  ///   - overlap: How many labelers judge each task.
  ///   - purpose: What the batch is for, in a few words.
  ///   - selector: How the prompts were chosen.
  ///   - round: The round of `rlhf loop`; 0 outside.
  ///   - proposals: What to make tasks of; nothing for every prompt, with completions that no
  ///     task of this kind shows yet.
  /// - Throws: `FeedbackError` for a proposal that names what is not there or does not fit.
  public func makeTasks(
    kind: LabelingTask.Kind, overlap: Int = 1, purpose: String, selector: String = "all",
    round: Int = 0, from proposals: [TaskProposal]? = nil
  ) throws -> MadeTasks {
    try ImportOptions(kind: kind, overlap: overlap).check()
    let moment = now()
    return try store.write { writer in
      var making = try TaskMaking(writer, kind: kind)
      let proposals =
        try proposals ?? writer.all(StoredPrompt.self).map { TaskProposal(promptID: $0.id) }
      let batch = TaskBatch(
        round: round, purpose: purpose, selector: selector, createdAt: moment)
      for proposal in proposals { try making.make(proposal, overlap: overlap, in: batch) }
      try writer.record(
        "tasks.made", actor: author, on: TaskBatch.tableName, making.made.batchID?.number ?? 0,
        body: making.made, at: moment)
      return making.made
    }
  }
}

/// The making of tasks, within its transaction.
private struct TaskMaking {
  let writer: any FeedbackWriter
  let kind: LabelingTask.Kind
  var made = MadeTasks()
  var batch: TaskBatch?
  var knownTasks: Set<TaskKey>
  var shown: Set<Identifier<StoredCompletion>>
  var prompts: Set<Identifier<StoredPrompt>>

  init(_ writer: any FeedbackWriter, kind: LabelingTask.Kind) throws {
    self.writer = writer
    self.kind = kind
    let tasks = try writer.all(LabelingTask.self).filter { $0.kind == kind && $0.state != .void }
    knownTasks = Set(tasks.map(TaskKey.init))
    shown = Set(tasks.flatMap(\.completionIDs))
    prompts = Set(tasks.map(\.promptID))
  }

  mutating func make(_ proposal: TaskProposal, overlap: Int, in batch: TaskBatch) throws {
    guard let ids = try completions(for: proposal) else { return }
    var task = LabelingTask(
      batchID: .unassigned, promptID: proposal.promptID, kind: kind, completionIDs: ids,
      requiredOverlap: overlap, priority: proposal.priority,
      selectionProbability: proposal.selectionProbability, createdAt: batch.createdAt)
    guard knownTasks.insert(TaskKey(task)).inserted else {
      made.knownCount += 1
      return
    }
    let opened = try self.batch ?? writer.insert(batch)
    self.batch = opened
    made.batchID = opened.id
    task.batchID = opened.id
    _ = try writer.insert(task)
    made.taskCount += 1
  }

  /// Returns what a task shows; nothing, and counts why, where there is none to be made.
  private mutating func completions(
    for proposal: TaskProposal
  ) throws -> [Identifier<StoredCompletion>]? {
    let prompt = try writer.required(proposal.promptID, "prompt")
    guard try !writer.isExcluded(.prompt, prompt.id.number) else { return waiting() }
    if let wanted = proposal.completionIDs { return try checked(wanted, of: prompt) }
    if kind == .demonstration { return [] }
    let free = try writer.completions(of: prompt.id)
      .filter { try !shown.contains($0.id) && writer.isShowable($0) }
    let chosen = distinct(free)
    guard chosen.count >= kind.completionCounts.lowerBound else {
      guard prompts.contains(prompt.id) else { return waiting() }
      made.knownCount += 1
      return nil
    }
    return chosen.prefix(kind.completionCounts.upperBound).map(\.id)
  }

  private mutating func waiting() -> [Identifier<StoredCompletion>]? {
    made.waitingCount += 1
    return nil
  }

  private mutating func checked(
    _ ids: [Identifier<StoredCompletion>], of prompt: StoredPrompt
  ) throws -> [Identifier<StoredCompletion>]? {
    let completions = try ids.map { try writer.required($0, "completion") }
    guard Set(ids).count == ids.count, completions.allSatisfy({ $0.promptID == prompt.id }),
      kind.completionCounts.contains(ids.count)
    else {
      throw FeedbackError.refused(
        "the \(ids.count) completions proposed for prompt \(prompt.id) make no task of the kind "
          + "'\(kind.rawValue)'")
    }
    return try completions.allSatisfy(writer.isShowable) ? ids : waiting()
  }

  /// Returns completions with different texts, for a pair with those of different models first.
  private func distinct(_ completions: [StoredCompletion]) -> [StoredCompletion] {
    var seen: Set<String> = []
    let texts = completions.filter { seen.insert($0.sha256).inserted }
    guard kind == .pair, let first = texts.first else { return texts }
    let other =
      texts.dropFirst().first { $0.modelName != first.modelName } ?? texts.dropFirst().first
    return [first] + [other].compactMap { $0 }
  }
}
