/// Something to judge: a prompt with the completions that are shown together.
public struct LabelingTask: RevisableFact {
  /// What is asked of a labeler.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Put 2 to 9 completions in order; ties are allowed, and none may be acceptable.
    case ranking
    /// Say which of two is better, and how clearly.
    case pair
    /// Rate each completion on several axes.
    case rating
    /// Write the answer.
    case demonstration
    /// Correct a completion.
    case edit
    /// Say which of two replies in a live chat is better; made while the labeler waits.
    case chat
  }

  /// How far a task is.
  public enum State: String, Sendable, Codable, CaseIterable {
    /// More judgements are wanted.
    case open
    /// There are as many judgements as wanted.
    case complete
    /// The judgements disagree; an adjudicator decides.
    case disputed
    /// An adjudicator has decided.
    case settled
    /// Taken out of use.
    case void
  }

  /// The table's name.
  public static let tableName = "task"

  /// The task's number.
  public var id: Identifier<LabelingTask>
  /// The batch that it came with.
  public var batchID: Identifier<TaskBatch>
  /// What to judge an answer to.
  public var promptID: Identifier<StoredPrompt>
  /// What is asked.
  public var kind: Kind
  /// The completions, in the order of the import; each labeler sees their own random order.
  public var completionIDs: [Identifier<StoredCompletion>]
  /// How many labelers judge it.
  public var requiredOverlap: Int
  /// Higher comes first.
  public var priority: Double
  /// With what probability it was chosen to be labeled now; 1 where nothing was chosen.
  public var selectionProbability: Double
  /// The known answer of a question that checks labelers; nothing for ordinary tasks.
  public var gold: GoldAnswer?
  /// How far it is.
  public var state: State
  /// When it was made.
  public var createdAt: Timestamp

  /// Creates a task that is not yet in a store.
  public init(
    batchID: Identifier<TaskBatch>, promptID: Identifier<StoredPrompt>, kind: Kind,
    completionIDs: [Identifier<StoredCompletion>], requiredOverlap: Int = 1,
    priority: Double = 0, selectionProbability: Double = 1, gold: GoldAnswer? = nil,
    state: State = .open, createdAt: Timestamp
  ) {
    id = .unassigned
    self.batchID = batchID
    self.promptID = promptID
    self.kind = kind
    self.completionIDs = completionIDs
    self.requiredOverlap = requiredOverlap
    self.priority = priority
    self.selectionProbability = selectionProbability
    self.gold = gold
    self.state = state
    self.createdAt = createdAt
  }
}

/// The known answer to a task that checks labelers without their knowing.
public struct GoldAnswer: Sendable, Codable, Equatable {
  /// The rank of each completion: 1 is best, equal is a tie; those left out do not count.
  public var ranks: [RankedCompletion]
  /// Why it is the answer.
  public var explanation: String

  /// Creates a known answer.
  public init(ranks: [RankedCompletion], explanation: String) {
    self.ranks = ranks
    self.explanation = explanation
  }
}

/// A completion's place in an order.
public struct RankedCompletion: Sendable, Codable, Hashable {
  /// Which completion.
  public var completionID: Identifier<StoredCompletion>
  /// 1 is best; equal ranks are ties.
  public var rank: Int

  /// Creates a place in an order.
  public init(_ completionID: Identifier<StoredCompletion>, rank: Int) {
    self.completionID = completionID
    self.rank = rank
  }
}

/// Tasks that came in together.
public struct TaskBatch: StoredFact {
  /// The table's name.
  public static let tableName = "batch"

  /// The batch's number.
  public var id: Identifier<TaskBatch>
  /// The round of `rlhf loop` it belongs to; 0 outside.
  public var round: Int
  /// What it is for, in a few words.
  public var purpose: String
  /// How its prompts were chosen: `all`, `disagreement`, ….
  public var selector: String
  /// When it was made.
  public var createdAt: Timestamp

  /// Creates a batch that is not yet in a store.
  public init(round: Int = 0, purpose: String, selector: String = "all", createdAt: Timestamp) {
    id = .unassigned
    self.round = round
    self.purpose = purpose
    self.selector = selector
    self.createdAt = createdAt
  }
}
