/// All that a store holds of judgements, read once and at one moment.
struct StoreContents {
  let settings: ProjectSettings
  let tasks: [LabelingTask]
  let assignments: [Assignment]
  let prompts: [Identifier<StoredPrompt>: StoredPrompt]
  let completions: [Identifier<StoredCompletion>: StoredCompletion]
  let labelers: [Identifier<Labeler>: Labeler]
  let guidelines: [Identifier<Guideline>: Guideline]
  /// The latest decision on each task that has one.
  let adjudications: [Identifier<LabelingTask>: Adjudication]
  /// The latest revision of each assignment's judgement, in the order of the judgements' numbers.
  let judgements: [CurrentJudgement]
  let marks: ExcludingMarks

  init(_ reader: any FeedbackReader) throws {
    settings = try reader.settings()
    tasks = try reader.all(LabelingTask.self)
    assignments = try reader.all(Assignment.self)
    prompts = byNumber(try reader.all(StoredPrompt.self))
    completions = byNumber(try reader.all(StoredCompletion.self))
    labelers = byNumber(try reader.all(Labeler.self))
    guidelines = byNumber(try reader.all(Guideline.self))
    marks = ExcludingMarks(try reader.all(QualityTag.self))
    adjudications = Dictionary(
      try reader.all(Adjudication.self).map { ($0.taskID, $0) },
      uniquingKeysWith: { $0.id < $1.id ? $1 : $0 })
    let (tasks, assignments) = (byNumber(tasks), byNumber(assignments))
    let (prompts, labelers) = (prompts, labelers)
    judgements = latestRevisions(of: try reader.all(Judgement.self)).compactMap { judgement in
      guard let assignment = assignments[judgement.assignmentID],
        let task = tasks[assignment.taskID], let prompt = prompts[task.promptID],
        let labeler = labelers[assignment.labelerID]
      else { return nil }
      return CurrentJudgement(
        judgement: judgement, assignment: assignment, task: task, prompt: prompt, labeler: labeler)
    }
  }

  /// Whether a completion may still be used: neither withdrawn nor marked.
  func isUsable(_ id: Identifier<StoredCompletion>) -> Bool {
    completions[id]?.withdrawnAt == nil && !marks.contains(.completion, id.number)
  }

  /// Returns the completions that an answer ranks and that may be used, in the order of `ids`.
  func ranked(
    _ answer: Answer, among ids: [Identifier<StoredCompletion>]
  ) -> [(completion: StoredCompletion, rank: Int)] {
    let ranks = Dictionary(
      answer.ranks.map { ($0.completionID, $0.rank) }, uniquingKeysWith: { first, _ in first })
    return ids.compactMap { id in
      guard let rank = ranks[id], let completion = completions[id], isUsable(id) else { return nil }
      return (completion, rank)
    }
  }
}

/// A judgement that stands, with what it is about.
struct CurrentJudgement {
  let judgement: Judgement
  let assignment: Assignment
  let task: LabelingTask
  let prompt: StoredPrompt
  let labeler: Labeler

  var answer: Answer { judgement.answer }

  /// Whether it was passed over rather than judged.
  var isSkipped: Bool { answer.verdict == .skipped || assignment.state == .skipped }

  /// Whether it came in time or found a place.
  var isCounted: Bool { assignment.state == .submitted }
}

/// What marks take out of statistics and export.
struct ExcludingMarks {
  private var numbers: [QualityTag.Subject: Set<Int64>] = [:]

  init(_ tags: [QualityTag]) {
    for tag in tags where tag.excludes && tag.liftedAt == nil {
      numbers[tag.subject, default: []].insert(tag.subjectNumber)
    }
  }

  /// Returns whether a mark takes a thing out.
  func contains(_ subject: QualityTag.Subject, _ number: Int64) -> Bool {
    numbers[subject]?.contains(number) ?? false
  }

  /// Returns which mark takes a judgement out, if one does.
  func reason(against judgement: CurrentJudgement) -> ExclusionReason? {
    if contains(.assignment, judgement.assignment.id.number) { return .taggedJudgement }
    return reason(against: judgement.task, judgedBy: judgement.labeler.id)
  }

  /// Returns which mark takes an answer to a task out, if one does.
  func reason(
    against task: LabelingTask, judgedBy labeler: Identifier<Labeler>
  ) -> ExclusionReason? {
    if contains(.labeler, labeler.number) { return .taggedLabeler }
    if contains(.task, task.id.number) { return .taggedTask }
    if contains(.prompt, task.promptID.number) { return .taggedPrompt }
    return nil
  }
}

/// Returns facts by their numbers.
func byNumber<Fact: StoredFact>(_ facts: [Fact]) -> [Identifier<Fact>: Fact] {
  Dictionary(facts.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
}

private func latestRevisions(of judgements: [Judgement]) -> [Judgement] {
  Dictionary(
    judgements.map { ($0.assignmentID, $0) },
    uniquingKeysWith: { ($0.revision, $0.id) < ($1.revision, $1.id) ? $1 : $0 }
  ).values.sorted { $0.id < $1.id }
}
