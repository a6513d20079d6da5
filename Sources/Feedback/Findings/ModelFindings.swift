/// How a model's completions fared against those of other models.
public struct ModelFindings: Sendable, Codable, Equatable {
  /// The model's name.
  public let name: String
  /// The logarithm of the Bradley–Terry strength; the mean over models is 0.
  public let strength: Reading
  /// One more than the number of models that are better beyond doubt: the intervals do not meet.
  public let rank: Int
  /// How many comparisons it won.
  public let winCount: Int
  /// How many it lost.
  public let lossCount: Int
  /// In how many neither was preferred.
  public let tieCount: Int
}
