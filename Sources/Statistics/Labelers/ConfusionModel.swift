import Foundation

/// The model of Dawid and Skene over units that count as often as their weights say.
struct ConfusionModel {
  struct Fit {
    var classShares: [Double]
    var errorRates: [[[Double]]]
    var posteriors: [[Double]]
    var logLikelihood: Double
    var iterationCount: Int
    var isConverged: Bool
  }

  private let votesByUnit: [[CategoryVote]]
  private let labelerCount: Int
  private let categoryCount: Int
  private let smoothing: Double

  init(
    votes: [CategoryVote], unitCount: Int, labelerCount: Int, categoryCount: Int, smoothing: Double
  ) {
    precondition(smoothing >= 0, "the smoothing must not be negative, is \(smoothing)")
    var votesByUnit = [[CategoryVote]](repeating: [], count: unitCount)
    for vote in votes {
      precondition(
        vote.unit < unitCount && vote.labeler < labelerCount && vote.category < categoryCount,
        "a vote has unit \(vote.unit) of \(unitCount), labeler \(vote.labeler) of \(labelerCount), "
          + "category \(vote.category) of \(categoryCount)")
      votesByUnit[vote.unit].append(vote)
    }
    self.votesByUnit = votesByUnit
    self.labelerCount = labelerCount
    self.categoryCount = categoryCount
    self.smoothing = smoothing
  }

  func fit(
    from start: [[Double]]? = nil, weights: [Double]? = nil, tolerance: Double, iterationLimit: Int
  ) -> Fit {
    let weights = weights ?? votesByUnit.map { _ in 1 }
    var fit = maximized(start ?? voteShares, weights: weights)
    while fit.iterationCount < iterationLimit, !fit.isConverged {
      let (posteriors, logLikelihood) = expected(under: fit, weights: weights)
      // The first likelihood has nothing to be compared with, and NaN ends a fit without votes.
      let isConverged = logLikelihood - fit.logLikelihood < tolerance || categoryCount == 0
      let count = fit.iterationCount + 1
      if !isConverged { fit = maximized(posteriors, weights: weights) }
      fit.posteriors = posteriors
      fit.logLikelihood = logLikelihood
      fit.iterationCount = count
      fit.isConverged = isConverged
    }
    return fit
  }

  /// How often each category was said of each unit, as shares.
  private var voteShares: [[Double]] {
    votesByUnit.map { votes in
      var shares = [Double](
        repeating: votes.isEmpty ? 1 / Double(categoryCount) : 0, count: categoryCount)
      for vote in votes { shares[vote.category] += 1 / Double(votes.count) }
      return shares
    }
  }

  /// The maximization step: equations 2.3 and 2.4 of the paper.
  private func maximized(_ posteriors: [[Double]], weights: [Double]) -> Fit {
    var classSums = [Double](repeating: 0, count: categoryCount)
    let row = [Double](repeating: smoothing, count: categoryCount)
    var counts = [[[Double]]](
      repeating: [[Double]](repeating: row, count: categoryCount), count: labelerCount)
    for (unit, votes) in votesByUnit.enumerated() where weights[unit] > 0 && !votes.isEmpty {
      for (trueClass, posterior) in posteriors[unit].enumerated() where posterior > 0 {
        classSums[trueClass] += weights[unit] * posterior
        for vote in votes {
          counts[vote.labeler][trueClass][vote.category] += weights[unit] * posterior
        }
      }
    }
    return Fit(
      classShares: Self.normalized(classSums),
      errorRates: counts.map { $0.map(Self.normalized) }, posteriors: posteriors,
      logLikelihood: -.infinity, iterationCount: 0, isConverged: false)
  }

  /// The expectation step, equation 2.5, with the log likelihood of the votes.
  private func expected(
    under fit: Fit, weights: [Double]
  ) -> (posteriors: [[Double]], logLikelihood: Double) {
    var total = 0.0
    let logShares = fit.classShares.map { log($0) }
    let logRates = fit.errorRates.map { $0.map { $0.map { log($0) } } }
    let posteriors = votesByUnit.enumerated().map { unit, votes in
      guard !votes.isEmpty else { return fit.classShares }
      let joint = logShares.indices.map { trueClass in
        votes.reduce(logShares[trueClass]) {
          $0 + logRates[$1.labeler][trueClass][$1.category]
        }
      }
      let largest = joint.max() ?? 0
      guard largest.isFinite else { return fit.classShares }
      let scaled = joint.map { exp($0 - largest) }
      let sum = scaled.reduce(0, +)
      if weights[unit] > 0 { total += weights[unit] * (largest + log(sum)) }
      return scaled.map { $0 / sum }
    }
    return (posteriors, total)
  }

  private static func normalized(_ sums: [Double]) -> [Double] {
    let total = sums.reduce(0, +)
    return total > 0 ? sums.map { $0 / total } : sums.map { _ in 1 / Double(sums.count) }
  }

  func accuracyEstimates(
    of fitted: [Double], from posteriors: [[Double]], clusteredBy keys: [Int]?,
    resampling: Resampling
  ) -> [Estimate] {
    var cache: [[Double]: [Double]] = [:]
    return (0..<labelerCount).map { labeler in
      let judged = votesByUnit.indices.filter { unit in
        votesByUnit[unit].contains { $0.labeler == labeler }
      }
      guard !judged.isEmpty else { return proportion(0, of: 0, confidence: resampling.confidence) }
      let found = resampledEstimate(
        unitCount: posteriors.count, clusteredBy: keys, resampling: resampling
      ) { weights in
        if let known = cache[weights] { return known[labeler] }
        let fit = fit(from: posteriors, weights: weights, tolerance: 1e-6, iterationLimit: 200)
        let accuracies = fit.errorRates.map { rates in
          rates.indices.reduce(0) { $0 + fit.classShares[$1] * rates[$1][$1] }
        }
        cache[weights] = accuracies
        return accuracies[labeler]
      }
      if let found, found.upper - found.lower > 1e-9 {
        return Estimate(
          value: fitted[labeler], lower: found.lower, upper: found.upper,
          confidence: resampling.confidence)
      }
      let trials = Set(judged.map { keys?[$0] ?? $0 }).count
      return proportion(
        min(1, fitted[labeler]) * Double(trials), of: trials, confidence: resampling.confidence)
    }
  }
}
