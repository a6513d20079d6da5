import Datasets

/// Several rewards in one: the weighted sum of what each says.
///
///     r(x, y) = Σ w·r(x, y)   over the parts
///
/// A part may have nothing to say of an episode, whose reward is then the sum over the others.
///
/// With `scalesParts`, each part is first brought to mean 0 and standard deviation 1 over the
/// episodes that are judged together, so that a weight says how much a part matters whatever its
/// scale is:
///
///     r(x, y) = Σ w·(r(x, y) − mean(r)) / (std(r) + 10⁻⁴)
///
/// Such a score is relative to its batch: to learn from, not to measure with.
public struct WeightedRewards: Reward {
  /// One of several rewards.
  public struct Part {
    /// What it is called in metrics.
    public let name: String
    /// What its scores are multiplied by; finite, and negative for what is unwanted.
    public let weight: Double
    /// What judges.
    public let reward: any Reward

    /// Names and weighs a reward.
    public init(_ name: String, weight: Double = 1, _ reward: any Reward) {
      precondition(weight.isFinite, "the weight of \(name) is a number: \(weight)")
      self.name = name
      self.weight = weight
      self.reward = reward
    }
  }

  private let parts: [Part]
  private let scalesParts: Bool

  /// Puts rewards together.
  ///
  /// - Precondition: There is a part, and no two have one name.
  public init(_ parts: [Part], scalesParts: Bool = false) {
    precondition(!parts.isEmpty, "a weighted sum has at least one part")
    precondition(
      Set(parts.map(\.name)).count == parts.count,
      "each part has a name of its own: \(parts.map(\.name))")
    self.parts = parts
    self.scalesParts = scalesParts
  }

  /// The weighted sums.
  public func scores(of episodes: [Episode]) throws -> [Double] {
    try detailedScores(of: episodes).totals
  }

  /// The weighted sums, and what each part says.
  public func detailedScores(of episodes: [Episode]) throws -> Scores {
    let scores = try parts.map { part in
      PartialScores(
        name: part.name, weight: part.weight, values: try part.reward.opinions(of: episodes))
    }
    for (index, episode) in episodes.enumerated()
    where scores.allSatisfy({ $0.values[index] == nil }) {
      throw RewardError.noOpinion(place: episode.place(index))
    }
    var totals = Array(repeating: 0.0, count: episodes.count)
    for part in scores {
      let values = scalesParts ? scaled(part.values) : part.values
      for (index, value) in values.enumerated() {
        if let value { totals[index] += part.weight * value }
      }
    }
    return Scores(totals: totals, parts: scores)
  }
}

extension Episode {
  /// Where its prompt was read, or which of the batch it is.
  fileprivate func place(_ index: Int) -> String {
    prompt.source.map { "\($0)" } ?? "completion \(index + 1) of the batch"
  }
}

/// The numbers with mean 0 and standard deviation 1, all zero where they are equal.
private func scaled(_ values: [Double?]) -> [Double?] {
  let (mean, deviation) = momentsOfScores(values.compactMap(\.self))
  return values.map { $0.map { ($0 - mean) / (deviation + 1e-4) } }
}
