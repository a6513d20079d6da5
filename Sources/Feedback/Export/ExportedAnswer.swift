/// An answer to learn from: a labeler's, an adjudicator's, or what a task's labelers have in common.
struct ExportedAnswer {
  /// Where an answer comes from, in the order in which rows are written.
  enum Origin: Comparable {
    case judgement(Identifier<Judgement>)
    case adjudication(Identifier<Adjudication>)
    case majority(Identifier<LabelingTask>)
  }

  let origin: Origin
  let task: LabelingTask
  let prompt: StoredPrompt
  let answer: Answer
  /// What each labeler who gave it is called, and how many judgements it stands for.
  let labelers: [Identifier<Labeler>]
  /// The completion that the labeler wrote.
  var writtenID: Identifier<StoredCompletion>?
  /// The completions as they were shown, the first one first; empty where they were not.
  var order: [Identifier<StoredCompletion>] = []
  /// The guideline that was followed.
  var guidelineID: Identifier<Guideline>?
  let createdAt: Timestamp

  /// What all rows of the answer share.
  var groupID: String {
    switch origin {
    case .judgement(let id): "judgement-\(id)"
    case .adjudication(let id): "adjudication-\(id)"
    case .majority(let id): "task-\(id)"
    }
  }

  /// The labeler, where it is one.
  var labeler: String? { labelers.count == 1 ? labelers.first.map(pseudonym) : nil }
}

/// Returns what a labeler is called in files that others get.
func pseudonym(_ labeler: Identifier<Labeler>) -> String { "labeler-\(labeler)" }

extension ExportedAnswer {
  init(_ current: CurrentJudgement) {
    self.init(
      origin: .judgement(current.judgement.id), task: current.task, prompt: current.prompt,
      answer: current.answer, labelers: [current.labeler.id],
      writtenID: current.judgement.writtenCompletionID, order: current.assignment.order,
      guidelineID: current.assignment.guidelineID, createdAt: current.judgement.createdAt)
  }

  init(_ adjudication: Adjudication, task: LabelingTask, prompt: StoredPrompt) {
    self.init(
      origin: .adjudication(adjudication.id), task: task, prompt: prompt,
      answer: adjudication.answer, labelers: [adjudication.adjudicatorID],
      createdAt: adjudication.createdAt)
  }
}
