/// What the rows of an export look like; all are JSON lines with sorted column names.
///
/// Every row also has `group_id`, `labeler`, `split`, `task_id`, and `judgement_id` or
/// `adjudication_id`.
public enum ExportFormat: String, Sendable, Codable, CaseIterable {
  /// `prompt`, `chosen`, `rejected` as plain text: TRL's standard preference format.
  ///
  /// Conversations become transcripts in the marks of HH-RLHF: `\n\nHuman: …\n\nAssistant:`.
  case standard
  /// `prompt`, `chosen`, `rejected` as turns with `role` and `content`: TRL's conversational
  /// preference format.
  case conversational
  /// `prompt`, `completion` and a Boolean `label`: TRL's unpaired preference format.
  case unpaired
  /// `prompt`, `completions` and `ranks`, one row of each judgement: the only one that holds ties.
  case rankings
  /// `prompt` and `completion`: what labelers wrote or corrected.
  case sft
  /// Rankings in which a corrected completion comes before the original, and that before one that
  /// lost against it: edited > chosen > rejected.
  case edits

  /// Whether a row is two completions of which one is preferred.
  var isPaired: Bool { self == .standard || self == .conversational }
}
