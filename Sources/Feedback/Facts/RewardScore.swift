/// What a reward model says of a completion, for choosing what to label next.
public struct RewardScore: StoredFact {
  /// The table's name.
  public static let tableName = "reward_score"

  /// The score's number.
  public var id: Identifier<RewardScore>
  /// What was scored.
  public var completionID: Identifier<StoredCompletion>
  /// Which reward model, or member of an ensemble.
  public var rewardModel: String
  /// Its score.
  public var score: Double
  /// When it came in.
  public var createdAt: Timestamp

  /// Creates a score that is not yet in a store.
  public init(
    completionID: Identifier<StoredCompletion>, rewardModel: String, score: Double,
    createdAt: Timestamp
  ) {
    id = .unassigned
    self.completionID = completionID
    self.rewardModel = rewardModel
    self.score = score
    self.createdAt = createdAt
  }
}
