import Feedback

/// Whether to ask a labeler if an order that equals the one shown is meant.
///
/// The order shown is random, so that of four completions it is right once in 24 times: asking
/// then costs careful labelers little. Of two or three it is right too often to ask.
enum OrderCheck {
  /// The fewest completions for which it is asked.
  static let fewestCompletions = 4

  /// Returns whether to show the form again with the question.
  static func isDue(_ answer: Answer, _ fields: FormFields, for workspace: Workspace) -> Bool {
    let shown = workspace.completions.map(\.id)
    guard workspace.task.kind == .ranking, !workspace.isRevision, answer.verdict == .judged,
      shown.count >= fewestCompletions, fields.first("order_confirmed") == nil
    else { return false }
    let untouched = shown.enumerated().map { RankedCompletion($1, rank: $0 + 1) }
    return Set(answer.ranks) == Set(untouched)
  }
}
