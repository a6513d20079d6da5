/// What a reward says of some episodes, and what each of its parts says where it has several.
public struct Scores: Sendable, Equatable {
  /// One number for each episode; higher is better.
  public let totals: [Double]
  /// What the totals were made of; empty for a reward that is one thing.
  public let parts: [PartialScores]
  /// The standard deviation between the members of an ensemble, of each episode; empty for a reward
  /// that is none.
  public let disagreements: [Double]

  /// Puts totals and parts together.
  public init(
    totals: [Double], parts: [PartialScores] = [], disagreements: [Double] = []
  ) {
    precondition(
      disagreements.isEmpty || disagreements.count == totals.count,
      "\(disagreements.count) disagreements about \(totals.count) episodes")
    precondition(
      parts.allSatisfy { $0.values.count == totals.count },
      "every part scores \(totals.count) episodes: \(parts.map(\.values.count))")
    self.totals = totals
    self.parts = parts
    self.disagreements = disagreements
  }

  /// `rewards/NAME/mean` and `rewards/NAME/std` of each part, before its weight, and the mean
  /// `reward/disagreement` of an ensemble.
  ///
  /// Over the episodes that the part says something of; the standard deviation is the unbiased one.
  public var metrics: [String: Double] {
    guard !totals.isEmpty else { return [:] }
    let disagreement =
      disagreements.isEmpty
      ? [:] : ["reward/disagreement": momentsOfScores(disagreements).mean]
    return parts.reduce(into: disagreement) { metrics, part in
      let values = part.values.compactMap(\.self)
      guard !values.isEmpty else { return }
      let (mean, deviation) = momentsOfScores(values)
      metrics["rewards/\(part.name)/mean"] = mean
      metrics["rewards/\(part.name)/std"] = deviation
    }
  }
}

/// What one of several rewards says of some episodes.
public struct PartialScores: Sendable, Equatable {
  /// What the reward is called.
  public let name: String
  /// What its scores are multiplied by.
  public let weight: Double
  /// A finite number for each episode, as the reward gave it, or nil where it says nothing.
  public let values: [Double?]

  /// Puts name, weight and values together.
  public init(name: String, weight: Double, values: [Double?]) {
    self.name = name
    self.weight = weight
    self.values = values
  }
}

extension Scores {
  /// What one reward says of several batches, put together.
  ///
  /// - Precondition: All have the same parts.
  public init(joining batches: [Scores]) {
    let parts = (batches.first?.parts ?? []).enumerated().map { index, part in
      PartialScores(
        name: part.name, weight: part.weight, values: batches.flatMap { $0.parts[index].values })
    }
    self.init(totals: batches.flatMap(\.totals), parts: parts)
  }

  /// What it says of some of the episodes.
  public subscript(range: Range<Int>) -> Scores {
    Scores(
      totals: Array(totals[range]),
      parts: parts.map {
        PartialScores(name: $0.name, weight: $0.weight, values: Array($0.values[range]))
      },
      disagreements: disagreements.isEmpty ? [] : Array(disagreements[range]))
  }
}

/// The mean and the unbiased standard deviation, which is zero for fewer than two numbers.
func momentsOfScores(_ values: [Double]) -> (mean: Double, standardDeviation: Double) {
  // From the first on: equal numbers deviate by exactly nothing, and a constant costs no digits.
  guard let first = values.first else { return (0, 0) }
  let count = Double(values.count)
  let offset = values.reduce(0) { $0 + ($1 - first) } / count
  let squares = values.reduce(0) { $0 + ($1 - first - offset) * ($1 - first - offset) }
  return (first + offset, values.count > 1 ? (squares / (count - 1)).squareRoot() : 0)
}
