/// What is true of units, and how each labeler errs, from votes alone.
///
///     P(votes, class k) = p_k · Π over votes π(labeler, k, category)
///
/// Dawid and Skene 1979, by expectation and maximization from the shares of votes. It supposes that
/// labelers err independently given the truth, and that most are right.
public struct DawidSkene: Sendable, Codable, Equatable {
  /// p_k, how often each class is true.
  public let classShares: [Double]
  /// How often each labeler says each category of units of each class; a labeler who never saw a
  /// class has equal rates. `[labeler][class][category]`
  public let errorRates: [[[Double]]]
  /// How likely each class is true of each unit; a unit without votes has `classShares`.
  /// `[unit][class]`
  public let posteriors: [[Double]]
  /// log P of the votes, in nats.
  public let logLikelihood: Double
  /// How many times both steps were taken.
  public let iterationCount: Int
  /// Whether the log likelihood stopped rising before the limit on iterations.
  public let isConverged: Bool

  /// Fits classes and error rates to votes.
  ///
  /// - Parameters:
  ///   - votes: Who said what of which unit.
  ///   - unitCount: Units are numbered from 0 to below it.
  ///   - labelerCount: Labelers are numbered from 0 to below it.
  ///   - categoryCount: Categories, which are also the classes, are numbered from 0 to below it.
  ///   - smoothing: How many votes are added to each cell of each table of error rates, the Dirichlet
  ///     prior for labelers with few votes.
  ///   - tolerance: It stops where the log likelihood rises by less, in nats.
  ///   - iterationLimit: Where it stops in any case.
  public init(
    votes: [CategoryVote], unitCount: Int, labelerCount: Int, categoryCount: Int,
    smoothing: Double = 0, tolerance: Double = 1e-9, iterationLimit: Int = 1000
  ) {
    let model = ConfusionModel(
      votes: votes, unitCount: unitCount, labelerCount: labelerCount,
      categoryCount: categoryCount, smoothing: smoothing)
    let fit = model.fit(tolerance: tolerance, iterationLimit: iterationLimit)
    classShares = fit.classShares
    errorRates = fit.errorRates
    posteriors = fit.posteriors
    logLikelihood = fit.logLikelihood
    iterationCount = fit.iterationCount
    isConverged = fit.isConverged
  }

  /// The likeliest class of each unit; of equally likely ones the first.
  public var likeliestClasses: [Int] {
    posteriors.map { row in
      row.indices.max { row[$0] < row[$1] || (row[$0] == row[$1] && $0 > $1) } ?? 0
    }
  }

  /// How often each labeler is right: Σ p_k π_kk.
  public var accuracies: [Double] {
    errorRates.map { rates in classShares.indices.reduce(0) { $0 + classShares[$1] * rates[$1][$1] }
    }
  }

  /// Estimates how often each labeler is right, resampling clusters of units and fitting anew.
  ///
  /// Where that does not vary, the interval is Wilson's with each cluster the labeler saw as a trial.
  ///
  /// - Parameters:
  ///   - votes: Those that this was fitted to.
  ///   - keys: The cluster of each unit, such as its prompt; where nil, each is one of its own.
  ///   - smoothing: That of the fit.
  ///   - resampling: How the intervals are found; each resample is a fit.
  public func accuracyEstimates(
    votes: [CategoryVote], clusteredBy keys: [Int]? = nil, smoothing: Double = 0,
    resampling: Resampling = Resampling(count: 200)
  ) -> [Estimate] {
    let model = ConfusionModel(
      votes: votes, unitCount: posteriors.count, labelerCount: errorRates.count,
      categoryCount: classShares.count, smoothing: smoothing)
    return model.accuracyEstimates(
      of: accuracies, from: posteriors, clusteredBy: keys, resampling: resampling)
  }
}
