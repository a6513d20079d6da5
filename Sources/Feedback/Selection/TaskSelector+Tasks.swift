extension TaskSelector {
  /// Makes tasks of what is chosen, in a batch of their own.
  ///
  /// Each task notes its probability, and the event `tasks.selected` that of every candidate.
  ///
  /// - Parameters:
  ///   - count: How many; fewer where there are not as many candidates.
  ///   - kind: What is asked of labelers.
  ///   - overlap: How many labelers judge each.
  ///   - purpose: What the batch is for, in a few words.
  ///   - round: The round of `rlhf loop`; 0 outside.
  ///   - actor: Who asked for it; nobody for the command.
  ///   - writer: The transaction.
  ///   - moment: When.
  /// - Returns: The tasks; none, and no batch, where there are no candidates.
  /// - Throws: `FeedbackError`.
  public func addTasks(
    _ count: Int, kind: LabelingTask.Kind, overlap: Int = 1, purpose: String, round: Int = 0,
    actor: Identifier<Labeler>? = nil, _ writer: any FeedbackWriter, at moment: Timestamp
  ) throws -> [LabelingTask] {
    let selection = selection(of: count, among: try candidates(for: kind, writer))
    guard !selection.chosen.isEmpty else { return [] }
    let batch = try writer.insert(
      TaskBatch(round: round, purpose: purpose, selector: "disagreement", createdAt: moment))
    let tasks = try selection.chosen.map { place in
      try writer.insert(
        LabelingTask(
          batchID: batch.id, promptID: selection.candidates[place].promptID, kind: kind,
          completionIDs: selection.candidates[place].completionIDs, requiredOverlap: overlap,
          selectionProbability: selection.probabilities[place], createdAt: moment))
    }
    try writer.record(
      "tasks.selected", actor: actor, on: TaskBatch.tableName, batch.id.number,
      body: SelectionRecord(self, selection, kind), at: moment)
    return tasks
  }
}

/// What the log keeps of a selection.
private struct SelectionRecord: Encodable {
  struct Candidate: Encodable {
    let prompt: Int64
    let completions: [Int64]
    let disagreement: Double?
    let probability: Double
    let isChosen: Bool
  }

  let kind: LabelingTask.Kind
  let seed: UInt64
  let randomShare: Double
  let disputedCount: Int
  let randomCount: Int
  let candidates: [Candidate]

  init(_ selector: TaskSelector, _ selection: TaskSelection, _ kind: LabelingTask.Kind) {
    self.kind = kind
    seed = selector.seed
    randomShare = selector.randomShare
    disputedCount = selection.disputedCount
    randomCount = selection.randomCount
    let chosen = Set(selection.chosen)
    candidates = selection.candidates.indices.map { place in
      Candidate(
        prompt: selection.candidates[place].promptID.number,
        completions: selection.candidates[place].completionIDs.map(\.number),
        disagreement: selection.candidates[place].disagreement,
        probability: selection.probabilities[place], isChosen: chosen.contains(place))
    }
  }
}
