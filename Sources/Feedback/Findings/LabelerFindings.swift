/// What the store tells about one labeler.
public struct LabelerFindings: Sendable, Codable, Equatable {
  /// Whether known answers tell that a labeler is careful.
  public enum Standing: String, Sendable, Codable, CaseIterable {
    /// They answer as somebody who is right 9 times in 10.
    case cleared
    /// They answer as somebody who is right 6 times in 10: look at their work.
    case doubtful
    /// Too few known answers to tell.
    case open
  }

  /// Who it is.
  public let labelerID: Identifier<Labeler>
  /// The name that others see.
  public let name: String
  /// How many current judgements there are.
  public let judgementCount: Int
  /// How many were skipped.
  public let skippedCount: Int
  /// How many marks take out.
  public let excludedCount: Int
  /// How often others order a pair as they do, ties left aside.
  public let agreement: Reading?
  /// How many pairs that rests on.
  public let sharedPairCount: Int
  /// The probability that their verdict is the true one, by a model in which each labeler has one.
  public let reliability: Reading?
  /// How many pairs of known answers they ordered rightly.
  public let goldAccuracy: Reading?
  /// How many known answers they were asked.
  public let goldCount: Int
  /// What the known answers tell.
  public let goldStanding: Standing
  /// How often the completion shown first won.
  public let firstShare: Reading?
  /// The probability of so uneven wins over the places if places did not matter, corrected for the
  /// number of labelers.
  public let positionPValue: Double?
  /// How often the longer one won.
  public let longerShare: Reading?
  /// The median time for a task, in seconds.
  public let medianSeconds: Double?
  /// In how many tasks they read faster than people can.
  public let tooFastCount: Int
  /// How many rankings were left as they were shown.
  public let unchangedCount: Int
  /// How many rankings there were that could have been left.
  public let orderCount: Int
}
