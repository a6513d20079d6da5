/// What a labeler judged; never changed or deleted, a change of mind is a new revision.
public struct Judgement: StoredFact {
  /// The table's name.
  public static let tableName = "judgement"

  /// The judgement's number.
  public var id: Identifier<Judgement>
  /// What it answers.
  public var assignmentID: Identifier<Assignment>
  /// 1 for the first; the highest one counts.
  public var revision: Int
  /// What the form was given, so that the same form sent twice makes one judgement; unique.
  public var idempotencyKey: String
  /// What was said.
  public var answer: Answer
  /// What the labeler wrote, as a completion of its own: a demonstration or a correction.
  public var writtenCompletionID: Identifier<StoredCompletion>?
  /// Whether the order is the one that was shown, untouched.
  public var isUnchangedOrder: Bool
  /// How long the labeler was at it, in milliseconds.
  public var activeMilliseconds: Int
  /// When it came.
  public var createdAt: Timestamp

  /// Creates a judgement that is not yet in a store.
  public init(
    assignmentID: Identifier<Assignment>, revision: Int, idempotencyKey: String, answer: Answer,
    writtenCompletionID: Identifier<StoredCompletion>? = nil, isUnchangedOrder: Bool = false,
    activeMilliseconds: Int, createdAt: Timestamp
  ) {
    id = .unassigned
    self.assignmentID = assignmentID
    self.revision = revision
    self.idempotencyKey = idempotencyKey
    self.answer = answer
    self.writtenCompletionID = writtenCompletionID
    self.isUnchangedOrder = isUnchangedOrder
    self.activeMilliseconds = activeMilliseconds
    self.createdAt = createdAt
  }
}

/// What a labeler says of a task; which parts are wanted follows from the task's kind.
public struct Answer: Sendable, Codable, Equatable {
  /// Whether there is a judgement.
  public enum Verdict: String, Sendable, Codable, CaseIterable {
    /// There is one.
    case judged
    /// No completion is acceptable; ranks may still be given.
    case noneAcceptable
    /// The labeler does not want to judge it; `reason` says why.
    case skipped
  }

  /// A mark on an axis.
  public struct Rating: Sendable, Codable, Hashable {
    /// Which completion.
    public var completionID: Identifier<StoredCompletion>
    /// The axis, one of the settings'.
    public var axis: String
    /// 1 (worst) to 7 (best).
    public var value: Int

    /// Creates a mark.
    public init(_ completionID: Identifier<StoredCompletion>, axis: String, value: Int) {
      self.completionID = completionID
      self.axis = axis
      self.value = value
    }
  }

  /// Something that is wrong with a completion, or with the prompt.
  public struct Flag: Sendable, Codable, Hashable {
    /// Which completion; nothing for the prompt.
    public var completionID: Identifier<StoredCompletion>?
    /// What is wrong, one of the settings' flags.
    public var name: String

    /// Creates a flag.
    public init(_ name: String, on completionID: Identifier<StoredCompletion>? = nil) {
      self.name = name
      self.completionID = completionID
    }
  }

  /// Whether there is a judgement.
  public var verdict: Verdict
  /// The order; dense ranks from 1, equal is a tie, those left out are unranked, not worst.
  public var ranks: [RankedCompletion]
  /// How clearly the better of two is better: 1 slightly, 2 clearly, 3 much; nothing for a tie.
  public var strength: Int?
  /// The marks.
  public var ratings: [Rating]
  /// What is wrong.
  public var flags: [Flag]
  /// What the labeler wrote: a demonstration or a correction.
  public var text: String?
  /// Why, in the labeler's words.
  public var reason: String?
  /// Why the judgement was changed, for revisions.
  public var reasonForRevision: String?

  /// Creates an answer.
  public init(
    verdict: Verdict = .judged, ranks: [RankedCompletion] = [], strength: Int? = nil,
    ratings: [Rating] = [], flags: [Flag] = [], text: String? = nil, reason: String? = nil,
    reasonForRevision: String? = nil
  ) {
    self.verdict = verdict
    self.ranks = ranks
    self.strength = strength
    self.ratings = ratings
    self.flags = flags
    self.text = text
    self.reason = reason
    self.reasonForRevision = reasonForRevision
  }
}
