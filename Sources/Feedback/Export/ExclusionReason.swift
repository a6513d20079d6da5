/// Why something that was judged is not in an export.
public enum ExclusionReason: String, Sendable, Codable, CaseIterable {
  /// Its task is a question with a known answer.
  case gold
  /// Its task was taken out of use.
  case voidTask
  /// Its task is not in the batches that were asked for.
  case otherBatch
  /// Its task is of a kind that the format does not take.
  case otherKind
  /// The labeler skipped it.
  case skipped
  /// The labeler found no completion acceptable.
  case noneAcceptable
  /// It came too late and was not needed any more.
  case surplus
  /// It is not from a person.
  case notAPerson
  /// A mark takes the judgement out.
  case taggedJudgement
  /// A mark takes the labeler out.
  case taggedLabeler
  /// A mark takes the task out.
  case taggedTask
  /// A mark takes the prompt out.
  case taggedPrompt
  /// An adjudicator settled the task, and their answer counts.
  case settled
  /// Too few completions are left without those that were marked, withdrawn or not ranked.
  case tooFewCompletions
  /// All completions are tied.
  case allTied
  /// The judgements of the task have no majority.
  case noMajority
  /// The preference is weaker than asked for.
  case tooWeak
  /// No strength was given, and one was asked for.
  case withoutStrength
  /// Completions with the same text have different ranks.
  case equalTexts
  /// The labeler wrote nothing.
  case nothingWritten
  /// Another judgement of the same completion has a row already.
  case repeated
  /// The middle of the scale: neither good nor bad.
  case neutral

  /// The reason as the end of a sentence that begins with a count: `12: the labeler skipped it`.
  public var sentence: String {
    switch self {
    case .gold: "the task is a question with a known answer"
    case .voidTask: "the task was taken out of use"
    case .otherBatch: "the task is not in the batches that were asked for"
    case .otherKind: "the task is of a kind that this format does not take"
    case .skipped: "the labeler skipped it"
    case .noneAcceptable: "the labeler found no completion acceptable"
    case .surplus: "it came too late and was not needed any more"
    case .notAPerson: "it is not from a person"
    case .taggedJudgement: "a mark takes the judgement out"
    case .taggedLabeler: "a mark takes the labeler out"
    case .taggedTask: "a mark takes the task out"
    case .taggedPrompt: "a mark takes the prompt out"
    case .settled: "an adjudicator settled the task, and their answer counts"
    case .tooFewCompletions:
      "too few completions are left without those that were marked, withdrawn or not ranked"
    case .allTied: "all completions are tied"
    case .noMajority: "the judgements of the task have no majority"
    case .tooWeak: "the preference is weaker than asked for"
    case .withoutStrength: "no strength was given"
    case .equalTexts: "completions with the same text have different ranks"
    case .nothingWritten: "the labeler wrote nothing"
    case .repeated: "another judgement of the same completion has a row already"
    case .neutral: "it is in the middle of the scale"
    }
  }
}
