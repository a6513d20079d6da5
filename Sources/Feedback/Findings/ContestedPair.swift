/// Two completions that several labelers compared.
public struct ContestedPair: Sendable, Codable, Equatable {
  /// The task in which they did.
  public let taskID: Identifier<LabelingTask>
  /// One completion.
  public let firstID: Identifier<StoredCompletion>
  /// The other.
  public let secondID: Identifier<StoredCompletion>
  /// How many found the first better.
  public let firstVotes: Int
  /// How many found the second better.
  public let secondVotes: Int
  /// How many found them equal.
  public let ties: Int
  /// The probability that the first is the better, labelers weighed by their reliability.
  public let firstProbability: Double
}
