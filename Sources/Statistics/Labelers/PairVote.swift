/// What one labeler said of one pair of completions.
public struct PairVote: Sendable, Codable, Equatable {
  /// The number of the pair; the same for all votes on the same two completions.
  public let pair: Int
  /// The number of the prompt, or of what else pairs depend on.
  public let prompt: Int
  /// The number of the labeler.
  public let labeler: Int
  /// How the pair's first completion did, first being the same one in all votes.
  public let outcome: Outcome

  /// Creates a vote from its parts.
  public init(pair: Int, prompt: Int, labeler: Int, outcome: Outcome) {
    self.pair = pair
    self.prompt = prompt
    self.labeler = labeler
    self.outcome = outcome
  }
}
