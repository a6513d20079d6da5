/// The answers of a store that a filter lets through, and why the others are not among them.
struct ExportedAnswers {
  private(set) var answers: [ExportedAnswer] = []
  private(set) var exclusions: [ExclusionReason: Int] = [:]
  /// How many judgements and adjudications there are.
  let judgementCount: Int

  init(_ contents: StoreContents, for format: ExportFormat, _ filter: ExportFilter) {
    let gate = ExportGate(contents: contents, format: format, filter: filter)
    judgementCount = contents.judgements.count + contents.adjudications.count
    for current in contents.judgements {
      add(ExportedAnswer(current), unless: gate.reason(against: current))
    }
    let tasks = byNumber(contents.tasks)
    for adjudication in contents.adjudications.values.sorted(by: { $0.id < $1.id }) {
      guard let task = tasks[adjudication.taskID], let prompt = contents.prompts[task.promptID]
      else { continue }
      add(
        ExportedAnswer(adjudication, task: task, prompt: prompt),
        unless: gate.reason(against: adjudication, on: task))
    }
  }

  private mutating func add(_ answer: ExportedAnswer, unless reason: ExclusionReason?) {
    if let reason { exclusions[reason, default: 0] += 1 } else { answers.append(answer) }
  }
}

/// Decides what may be exported before it is looked at what an answer says.
private struct ExportGate {
  let contents: StoreContents
  let format: ExportFormat
  let filter: ExportFilter

  func reason(against current: CurrentJudgement) -> ExclusionReason? {
    if let reason = reason(against: current.task) { return reason }
    if current.labeler.kind != .person, !filter.includesMachines { return .notAPerson }
    if let reason = contents.marks.reason(against: current) { return reason }
    if current.isSkipped { return .skipped }
    if !current.isCounted, !filter.includesSurplus { return .surplus }
    return contents.adjudications[current.task.id] == nil ? nil : .settled
  }

  func reason(against adjudication: Adjudication, on task: LabelingTask) -> ExclusionReason? {
    reason(against: task)
      ?? contents.marks.reason(against: task, judgedBy: adjudication.adjudicatorID)
      ?? (adjudication.answer.verdict == .skipped ? .skipped : nil)
  }

  private func reason(against task: LabelingTask) -> ExclusionReason? {
    if task.gold != nil { return .gold }
    if task.state == .void { return .voidTask }
    if !filter.batches.isEmpty, !filter.batches.contains(task.batchID) { return .otherBatch }
    return format.takes(task.kind, filter) ? nil : .otherKind
  }
}

extension ExportFormat {
  /// Returns whether the format has something to say of a kind of task.
  fileprivate func takes(_ kind: LabelingTask.Kind, _ filter: ExportFilter) -> Bool {
    switch (self, kind) {
    case (.sft, .demonstration), (.sft, .edit), (.edits, .edit), (.unpaired, .rating): true
    case (.edits, _), (_, .demonstration), (_, .edit), (_, .rating): false
    case (.sft, .ranking), (.sft, .pair), (.sft, .chat): filter.includesBestRanked
    case (_, .ranking), (_, .pair), (_, .chat): true
    }
  }
}
