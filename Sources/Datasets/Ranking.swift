/// Several completions of one prompt, in the order of preference.
///
/// Two rankings are equal when all but their places in files are.
public struct Ranking: Sendable, Hashable, Prompted {
  /// What was asked.
  public var prompt: Content
  /// The completions, in any order.
  public var completions: [Content]
  /// The rank of each completion: 1 is best, equal ranks are ties.
  public var ranks: [Int]
  /// Who ranked them.
  public var labeler: String?
  /// What tells it from other rankings, and what all its comparisons have in common.
  public var groupID: String?
  /// By how much the better of two completions is better, where somebody said so.
  public var margin: Double?
  /// How likely it is that people prefer the better of two completions, from ½ to 1.
  public var probability: Double?
  /// The collection that it comes from, where the row says so.
  public var origin: String?
  /// Where it was read.
  public var source: RowSource?

  /// Creates a ranking.
  ///
  /// - Precondition: There are as many ranks as completions.
  public init(
    prompt: Content, completions: [Content], ranks: [Int], labeler: String? = nil,
    margin: Double? = nil, probability: Double? = nil, groupID: String? = nil,
    origin: String? = nil, source: RowSource? = nil
  ) {
    precondition(
      completions.count == ranks.count,
      "\(completions.count) completions have \(ranks.count) ranks")
    self.prompt = prompt
    self.completions = completions
    self.ranks = ranks
    self.labeler = labeler
    self.margin = margin
    self.probability = probability
    self.groupID = groupID
    self.origin = origin
    self.source = source
  }

  /// Creates the ranking of two that a comparison is: a tie where the probability is one half.
  public init(_ comparison: Comparison) {
    self.init(
      prompt: comparison.prompt, completions: [comparison.chosen, comparison.rejected],
      ranks: [1, 2], labeler: comparison.labeler, margin: comparison.margin,
      groupID: comparison.groupID, origin: comparison.origin, source: comparison.source)
    settle(comparison.probability)
  }

  /// Takes in how likely it is that the better of two is better: below one half they change places,
  /// and at one half they are tied.
  mutating func settle(_ probability: Double?) {
    guard let probability else { return }
    if probability < 0.5 { ranks = ranks.map { (ranks.max() ?? 0) + (ranks.min() ?? 0) - $0 } }
    if probability == 0.5 { ranks = ranks.map { _ in 1 } }
    self.probability = probability == 0.5 ? nil : max(probability, 1 - probability)
  }

  /// All pairs of completions that are not tied, in the order of the completions.
  public var comparisons: [Comparison] {
    var pairs: [Comparison] = []
    for first in completions.indices {
      for second in completions.indices.dropFirst(first + 1) where ranks[first] != ranks[second] {
        let firstIsBetter = ranks[first] < ranks[second]
        pairs.append(
          Comparison(
            prompt: prompt, chosen: completions[firstIsBetter ? first : second],
            rejected: completions[firstIsBetter ? second : first], margin: margin,
            probability: probability, labeler: labeler, groupID: groupID, origin: origin,
            source: source))
      }
    }
    return pairs
  }

  /// Returns whether two rankings agree in all but their places in files.
  public static func == (first: Ranking, second: Ranking) -> Bool {
    first.prompt == second.prompt && first.completions == second.completions
      && first.ranks == second.ranks && first.labeler == second.labeler
      && first.margin == second.margin && first.probability == second.probability
      && first.groupID == second.groupID && first.origin == second.origin
  }

  /// Hashes what equality compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(prompt)
    hasher.combine(completions)
    hasher.combine(ranks)
    hasher.combine(labeler)
    hasher.combine(margin)
    hasher.combine(probability)
    hasher.combine(groupID)
    hasher.combine(origin)
  }
}
