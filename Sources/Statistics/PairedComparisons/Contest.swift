/// How two items did against each other: completions, or the models that wrote them.
public struct Contest: Sendable, Codable, Equatable {
  /// The number of the first item, from 0.
  public let first: Int
  /// The number of the second item, from 0.
  public let second: Int
  /// How often the first was preferred; weighted outcomes add their weights.
  public let firstWins: Double
  /// How often the second was preferred.
  public let secondWins: Double
  /// How often neither was.
  public let ties: Double
  /// What it depends on, such as its prompt; where nil, each single outcome is independent.
  public let cluster: Int?

  /// Creates a contest from counts of its outcomes.
  public init(
    _ first: Int, against second: Int, firstWins: Double = 0, secondWins: Double = 0,
    ties: Double = 0, cluster: Int? = nil
  ) {
    precondition(
      first >= 0 && second >= 0 && first != second,
      "a contest needs two different items, has \(first) and \(second)")
    precondition(
      [firstWins, secondWins, ties].allSatisfy { $0 >= 0 && $0.isFinite },
      "counts must be finite and not negative, are \(firstWins), \(secondWins) and \(ties)")
    self.first = first
    self.second = second
    self.firstWins = firstWins
    self.secondWins = secondWins
    self.ties = ties
    self.cluster = cluster
  }

  /// Creates a contest from one outcome.
  public init(
    _ first: Int, against second: Int, outcome: Outcome, weight: Double = 1, cluster: Int? = nil
  ) {
    self.init(
      first, against: second, firstWins: outcome == .win ? weight : 0,
      secondWins: outcome == .loss ? weight : 0, ties: outcome == .tie ? weight : 0,
      cluster: cluster)
  }

  /// The same with half of the ties as wins of each.
  var withTiesAsHalf: Contest {
    Contest(
      first, against: second, firstWins: firstWins + ties / 2, secondWins: secondWins + ties / 2,
      cluster: cluster)
  }
}

func requireItems(of contests: [Contest], below itemCount: Int) {
  precondition(itemCount >= 0, "the number of items must not be negative, is \(itemCount)")
  for contest in contests {
    precondition(
      max(contest.first, contest.second) < itemCount,
      "items must be in 0..<\(itemCount), one contest has \(contest.first) and \(contest.second)")
  }
}
