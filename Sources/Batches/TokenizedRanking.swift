/// Completions of one prompt as token ids, and which of them were preferred to which.
public struct TokenizedRanking: Sendable {
  /// A preference for one completion over another.
  public struct Pair: Sendable, Hashable {
    /// The index of the better completion.
    public var winner: Int
    /// The index of the worse one.
    public var loser: Int
    /// By how much the winner is better, if the labeler said.
    public var margin: Double?
    /// How likely it is that people prefer the winner, more than ½; certain when nil.
    public var probability: Double?

    /// Creates a preference.
    public init(winner: Int, loser: Int, margin: Double? = nil, probability: Double? = nil) {
      self.winner = winner
      self.loser = loser
      self.margin = margin
      self.probability = probability
    }
  }

  /// One sequence for each completion.
  public var sequences: [TokenizedSequence]
  /// All preferences; none of completions that are tied.
  public var pairs: [Pair]
  /// The pairs of completions that were found equally good; which is called the winner is nothing.
  public var ties: [Pair]
  /// What it has in common with other rows of the same judgement.
  public var group: PairGroup?

  /// Puts a ranking together from completions and preferences.
  ///
  /// - Precondition: All pairs are of these completions.
  public init(
    sequences: [TokenizedSequence], pairs: [Pair], ties: [Pair] = [], group: PairGroup? = nil
  ) {
    precondition(
      (pairs + ties).allSatisfy { max($0.winner, $0.loser) < sequences.count },
      "pairs \(pairs) and ties \(ties) are of \(sequences.count) sequences")
    self.sequences = sequences
    self.pairs = pairs
    self.ties = ties
    self.group = group
  }

  /// Puts a ranking together from completions and their ranks: 1 is best, equal ranks are a tie.
  ///
  /// - Parameters:
  ///   - margin: By how much the better one of two is better, if the labeler said.
  ///   - probability: How likely it is that people prefer the better one of two, if that is known.
  public init(
    sequences: [TokenizedSequence], ranks: [Int], margin: Double? = nil,
    probability: Double? = nil, group: PairGroup? = nil
  ) {
    precondition(
      sequences.count == ranks.count, "\(sequences.count) sequences have \(ranks.count) ranks")
    let pairs = ranks.indices.flatMap { first in
      ranks.indices.filter { ranks[first] < ranks[$0] }
        .map { Pair(winner: first, loser: $0, margin: margin, probability: probability) }
    }
    let ties = ranks.indices.flatMap { first in
      ranks.indices.filter { first < $0 && ranks[first] == ranks[$0] }
        .map { Pair(winner: first, loser: $0) }
    }
    self.init(sequences: sequences, pairs: pairs, ties: ties, group: group)
  }
}

/// Puts rows of one judgement back together, so that each of its completions is met once and all
/// of its pairs are in one batch.
///
/// Rankings with the same named group and the same prompt become one, at the place of the first;
/// completions are the same when their ids are. All others stay as they are.
public func gathered(_ rankings: [TokenizedRanking]) -> [TokenizedRanking] {
  struct Key: Hashable {
    let name: String
    let prompt: [Int]
  }
  var rows: [TokenizedRanking] = []
  var places: [Key: Int] = [:]
  for ranking in rankings {
    guard case .named(let name) = ranking.group, let first = ranking.sequences.first else {
      rows.append(ranking)
      continue
    }
    let key = Key(name: name, prompt: Array(first.prompt))
    if let place = places[key] {
      rows[place].add(ranking)
    } else {
      places[key] = rows.count
      rows.append(ranking)
    }
  }
  return rows
}

extension TokenizedRanking {
  /// Adds the preferences of another ranking, and those of its completions that are new.
  fileprivate mutating func add(_ other: TokenizedRanking) {
    let places = other.sequences.map { sequence in
      if let place = sequences.firstIndex(where: { $0.tokens == sequence.tokens }) { return place }
      sequences.append(sequence)
      return sequences.count - 1
    }
    func own(_ pair: Pair) -> Pair {
      Pair(
        winner: places[pair.winner], loser: places[pair.loser], margin: pair.margin,
        probability: pair.probability)
    }
    pairs += other.pairs.map(own)
    ties += other.ties.map(own)
  }
}
