/// A task lent to a labeler for a while, in an order of their own.
public struct Assignment: RevisableFact {
  /// What became of a loan.
  public enum State: String, Sendable, Codable, CaseIterable {
    /// The labeler has it.
    case leased
    /// A judgement came, and counts.
    case submitted
    /// The labeler did not want it, and said why.
    case skipped
    /// The time ran out.
    case expired
    /// A judgement came after the time had run out and others had taken the place: kept, not counted.
    case surplus
  }

  /// The table's name.
  public static let tableName = "assignment"

  /// The loan's number.
  public var id: Identifier<Assignment>
  /// What was lent.
  public var taskID: Identifier<LabelingTask>
  /// To whom.
  public var labelerID: Identifier<Labeler>
  /// What became of it.
  public var state: State
  /// The completions in the order in which this labeler sees them, A first.
  public var order: [Identifier<StoredCompletion>]
  /// The seed of that order.
  public var orderSeed: UInt64
  /// The guideline that was in force.
  public var guidelineID: Identifier<Guideline>
  /// When it was lent.
  public var leasedAt: Timestamp
  /// When the time runs out.
  public var leaseExpiresAt: Timestamp
  /// When the page was first opened.
  public var openedAt: Timestamp?
  /// When the first judgement came.
  public var submittedAt: Timestamp?
  /// How long the labeler was at it, as far as the page could tell; gaps count 60 s at most.
  public var activeMilliseconds: Int

  /// Creates a loan that is not yet in a store.
  public init(
    taskID: Identifier<LabelingTask>, labelerID: Identifier<Labeler>,
    order: [Identifier<StoredCompletion>], orderSeed: UInt64,
    guidelineID: Identifier<Guideline>, leasedAt: Timestamp, leaseExpiresAt: Timestamp
  ) {
    id = .unassigned
    self.taskID = taskID
    self.labelerID = labelerID
    state = .leased
    self.order = order
    self.orderSeed = orderSeed
    self.guidelineID = guidelineID
    self.leasedAt = leasedAt
    self.leaseExpiresAt = leaseExpiresAt
    activeMilliseconds = 0
  }
}

/// What a labeler has filled in and not yet submitted.
public struct Draft: RevisableFact {
  /// The table's name.
  public static let tableName = "draft"

  /// The draft's number.
  public var id: Identifier<Draft>
  /// What it answers; unique.
  public var assignmentID: Identifier<Assignment>
  /// The fields of the form and their values, in the form's order.
  public var fields: [Field]
  /// Counts up with each save of one page; an older one never replaces a newer.
  public var sequence: Int
  /// When it was saved.
  public var savedAt: Timestamp

  /// A field of a form.
  public struct Field: Sendable, Codable, Equatable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    /// Creates a field.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a draft that is not yet in a store.
  public init(
    assignmentID: Identifier<Assignment>, fields: [Field], sequence: Int, savedAt: Timestamp
  ) {
    id = .unassigned
    self.assignmentID = assignmentID
    self.fields = fields
    self.sequence = sequence
    self.savedAt = savedAt
  }
}
