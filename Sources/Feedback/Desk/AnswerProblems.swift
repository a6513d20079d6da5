/// Returns what is wrong with an answer, in words for its author.
///
/// Ranks may have gaps (they are made dense), completions may be left unranked, and spaces alone
/// are no text.
public func problems(of answer: Answer, for workspace: Workspace) -> [AnswerProblem] {
  let rules = AnswerRules(workspace)
  return rules.problems(of: rules.normalized(answer))
}

/// Returns what is wrong with an adjudicator's answer, in words for its author.
public func problems(of answer: Answer, for dispute: Dispute) -> [AnswerProblem] {
  let rules = AnswerRules(dispute)
  return rules.problems(of: rules.normalized(answer))
}

extension AnswerRules {
  /// Creates the rules for the labeler who has a task.
  init(_ workspace: Workspace) {
    self.init(
      kind: workspace.task.kind, order: workspace.assignment.order,
      original: workspace.task.kind == .edit ? workspace.completions.first?.text : nil,
      axes: workspace.settings.axes, flags: workspace.settings.flags,
      isRevision: workspace.isRevision)
  }

  /// Creates the rules for who settles a task, who sees the completions in the task's order.
  init(_ dispute: Dispute) {
    self.init(
      kind: dispute.task.kind, order: dispute.task.completionIDs,
      original: dispute.task.kind == .edit ? dispute.completions.first?.text : nil,
      axes: dispute.settings.axes, flags: dispute.settings.flags, isRevision: false)
  }
}
