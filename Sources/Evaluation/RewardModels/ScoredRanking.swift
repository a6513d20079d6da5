/// Completions of one prompt as a reward model scores them and as somebody judged them.
public struct ScoredRanking: Sendable, Equatable {
  /// Two of the completions.
  public struct Pair: Sendable, Equatable {
    /// The index of the one that was preferred; either of them in a tie.
    public let better: Int
    /// The index of the other.
    public let worse: Int
    /// How likely it is that people prefer the better one: 1 where they did, ½ in a tie.
    public let probability: Double

    /// Creates a pair from its parts.
    public init(better: Int, worse: Int, probability: Double = 1) {
      self.better = better
      self.worse = worse
      self.probability = probability
    }
  }

  /// The number of the prompt; the same wherever the prompt is.
  public let prompt: Int
  /// The reward of each completion.
  public let rewards: [Double]
  /// The length of each, in tokens.
  public let lengths: [Int]
  /// What was judged of them.
  public let pairs: [Pair]
  /// Who judged.
  public let labeler: String?
  /// The collection that they come from, where the row says so.
  public let origin: String?
  /// By how much the better ones are better, where somebody said so.
  public let strength: Double?

  /// Creates a ranking from its parts.
  ///
  /// - Precondition: Each completion has a reward and a length, and all pairs are of these.
  public init(
    prompt: Int, rewards: [Double], lengths: [Int], pairs: [Pair], labeler: String? = nil,
    origin: String? = nil, strength: Double? = nil
  ) {
    precondition(
      rewards.count == lengths.count,
      "\(rewards.count) rewards and \(lengths.count) lengths are not of the same completions")
    precondition(
      pairs.allSatisfy {
        rewards.indices.contains($0.better) && rewards.indices.contains($0.worse)
      },
      "the pairs \(pairs) are not all of \(rewards.count) completions")
    self.prompt = prompt
    self.rewards = rewards
    self.lengths = lengths
    self.pairs = pairs
    self.labeler = labeler
    self.origin = origin
    self.strength = strength
  }
}
