import Foundation

/// How often each labeler is right about pairs, from nothing but what they all said.
///
///     P(vote = truth) = γ of the labeler,   P(truth) = ½ for either order
///
/// The one-coin form of Dawid and Skene 1979. Each γ has a Beta prior on its log odds, so that a
/// labeler with few votes is taken to be like others are. Ties say nothing and are left out.
public struct LabelerReliability: Sendable, Codable, Equatable {
  /// The votes that each γ is thought to have had before any were seen.
  public struct Prior: Sendable, Codable, Equatable {
    /// How many of them were right.
    public let right: Double
    /// How many of them were wrong.
    public let wrong: Double

    /// Creates a prior; of five votes four right, as between people who agree in two of three cases.
    public init(right: Double = 4, wrong: Double = 1) {
      precondition(
        right > 0 && wrong > 0, "the prior's votes must be positive, are \(right), \(wrong)")
      self.right = right
      self.wrong = wrong
    }
  }

  /// γ of each labeler, with an interval on the log odds by the larger of the model's error and the
  /// sandwich over prompts.
  public let accuracies: [Int: Estimate]
  /// How many strict votes each labeler gave.
  public let voteCounts: [Int: Int]
  /// How likely the first completion of each pair truly is the better one.
  public let posteriors: [Int: Double]
  /// How many times both steps were taken.
  public let iterationCount: Int
  /// Whether the accuracies stopped changing before the limit on iterations.
  public let isConverged: Bool

  /// Fits accuracies to votes by expectation and maximization.
  ///
  /// - Parameters:
  ///   - votes: Who said what of which pair.
  ///   - prior: What is thought of a labeler before.
  ///   - confidence: In `0..<1`.
  public init(
    votes: [PairVote], prior: Prior = Prior(), confidence: Double = 0.95
  ) {
    let model = OneCoinModel(votes: votes.filter { $0.outcome != .tie }, prior: prior)
    let fit = model.fit(iterationLimit: 10_000)
    let errors = model.logOddsErrors(at: fit)
    var accuracies: [Int: Estimate] = [:]
    for labeler in Set(votes.map(\.labeler)) {
      guard let index = model.labelers.firstIndex(of: labeler) else {
        accuracies[labeler] = proportion(0, of: 0, confidence: confidence)
        continue
      }
      let odds = log(fit.accuracies[index] / (1 - fit.accuracies[index]))
      accuracies[labeler] = Estimate(value: odds, error: errors[index], confidence: confidence)
        .mapped { 1 / (1 + exp(-$0)) }
    }
    self.accuracies = accuracies
    voteCounts = Dictionary(uniqueKeysWithValues: zip(model.labelers, model.voteCounts))
    posteriors = Dictionary(uniqueKeysWithValues: zip(model.pairs, fit.posteriors))
    iterationCount = fit.iterationCount
    isConverged = fit.isConverged
  }
}
