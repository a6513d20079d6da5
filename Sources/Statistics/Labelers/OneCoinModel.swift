import Foundation

/// The likelihood of strict votes on pairs, each labeler being right with one probability.
struct OneCoinModel {
  struct Fit {
    var accuracies: [Double]
    var posteriors: [Double]
    var iterationCount: Int
    var isConverged: Bool
  }

  private struct Vote {
    let labeler: Int
    /// 1 for the pair's first completion, −1 for its second.
    let sign: Double
  }

  let labelers: [Int]
  let pairs: [Int]
  let voteCounts: [Int]
  private let prompts: [Int]
  private let votesByPair: [[Vote]]
  private let prior: LabelerReliability.Prior

  init(votes: [PairVote], prior: LabelerReliability.Prior) {
    let labelers = Set(votes.map(\.labeler)).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(labelers, labelers.indices))
    let grouped = Dictionary(grouping: votes, by: \.pair).sorted { $0.key < $1.key }
    self.labelers = labelers
    self.prior = prior
    pairs = grouped.map(\.key)
    prompts = grouped.map { $0.value[0].prompt }
    votesByPair = grouped.map { _, votes in
      votes.map { Vote(labeler: places[$0.labeler] ?? 0, sign: $0.outcome == .win ? 1 : -1) }
    }
    var counts = [Int](repeating: 0, count: labelers.count)
    for vote in votesByPair.joined() { counts[vote.labeler] += 1 }
    voteCounts = counts
  }

  func fit(iterationLimit: Int) -> Fit {
    let start = prior.right / (prior.right + prior.wrong)
    var fit = Fit(
      accuracies: labelers.map { _ in start }, posteriors: [], iterationCount: 0,
      isConverged: false)
    while fit.iterationCount < iterationLimit, !fit.isConverged {
      fit.posteriors = posteriors(under: fit.accuracies)
      let next = accuracies(from: fit.posteriors)
      let change = zip(next, fit.accuracies).map { abs($0 - $1) }.max() ?? 0
      fit.accuracies = next
      fit.iterationCount += 1
      fit.isConverged = change < 1e-12
    }
    return fit
  }

  /// The expectation step: how likely each pair's first completion is the better one.
  private func posteriors(under accuracies: [Double]) -> [Double] {
    let logOdds = accuracies.map { log($0 / (1 - $0)) }
    return votesByPair.map { votes in
      1 / (1 + exp(-votes.reduce(0) { $0 + $1.sign * logOdds[$1.labeler] }))
    }
  }

  /// The maximization step, the prior's votes being votes like others.
  private func accuracies(from posteriors: [Double]) -> [Double] {
    var right = labelers.map { _ in prior.right }
    for (votes, posterior) in zip(votesByPair, posteriors) {
      for vote in votes { right[vote.labeler] += vote.sign > 0 ? posterior : 1 - posterior }
    }
    return zip(right, voteCounts).map { $0 / (prior.right + prior.wrong + Double($1)) }
  }

  /// Returns the observed information about the labelers' log odds.
  ///
  /// It is what complete data would give, less what is unknown of the truth (Louis 1982).
  func information(at fit: Fit) -> SquareMatrix {
    var information = SquareMatrix(size: labelers.count)
    for (labeler, accuracy) in fit.accuracies.enumerated() {
      let votes = Double(voteCounts[labeler]) + prior.right + prior.wrong
      information[labeler, labeler] = votes * accuracy * (1 - accuracy)
    }
    for (votes, posterior) in zip(votesByPair, fit.posteriors) {
      for vote in votes {
        for other in votes {
          information[vote.labeler, other.labeler] -=
            posterior * (1 - posterior) * vote.sign * other.sign
        }
      }
    }
    return information
  }

  /// Returns the standard error of each labeler's log odds, the larger of the model's and the
  /// sandwich over prompts; NaN where the fit is no true top.
  func logOddsErrors(at fit: Fit) -> [Double] {
    guard let covariance = information(at: fit).positiveDefiniteInverse else {
      return labelers.map { _ in .nan }
    }
    var scores = Scores(parameterCount: labelers.count)
    for (index, votes) in votesByPair.enumerated() {
      for vote in votes {
        let right = vote.sign > 0 ? fit.posteriors[index] : 1 - fit.posteriors[index]
        scores.add(
          [(vote.labeler, right - fit.accuracies[vote.labeler])], weight: 1,
          cluster: prompts[index])
      }
    }
    let sandwich = scores.sandwich(around: covariance)
    return labelers.indices.map { max(covariance[$0, $0], sandwich[$0, $0]).squareRoot() }
  }
}
