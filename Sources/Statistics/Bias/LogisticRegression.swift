import Foundation

/// How the log odds of something depend on numbers.
///
///     P(yᵢ = 1) = σ(xᵢ·β)
///
/// The most likely β by Newton's method. The robust errors are the sandwich over clusters, as right
/// with few observations per cluster as with many; they want some tens of clusters.
public struct LogisticRegression: Sendable, Codable, Equatable {
  /// Whether there is a β, and why not.
  public enum Status: String, Sendable, Codable, CaseIterable {
    /// It was found.
    case fitted
    /// Some sum of the features tells all outcomes, so no finite β is the most likely.
    case separated
    /// One feature is a sum of others, so many β are equally likely; or there are no observations.
    case unidentified
  }

  /// Whether there is a β, and why not.
  public let status: Status
  /// β with intervals by the robust errors; NaN where there is none.
  public let coefficients: [Estimate]
  /// The standard errors where observations are independent.
  public let modelErrors: [Double]
  /// The standard errors where those of a cluster may depend on each other.
  public let robustErrors: [Double]
  /// Σ log P of the outcomes, in nats.
  public let logLikelihood: Double
  /// How many observations there were.
  public let observationCount: Int

  /// Fits β to outcomes.
  ///
  /// - Parameters:
  ///   - features: x of each observation; make the first of each 1 for an intercept.
  ///   - outcomes: Whether it happened, in the same order.
  ///   - keys: The cluster of each observation, such as its prompt; where nil, each is one of its own.
  ///   - confidence: In `0..<1`.
  public init(
    features: [[Double]], outcomes: [Bool], clusteredBy keys: [Int]? = nil,
    confidence: Double = 0.95
  ) {
    requireSameCount(features, outcomes)
    if let keys { requireSameCount(features, keys) }
    let width = features.first?.count ?? 0
    precondition(
      features.allSatisfy { $0.count == width && $0.allSatisfy(\.isFinite) },
      "each observation must have \(width) finite features")
    let model = LogisticModel(features: features, outcomes: outcomes.map { $0 ? 1 : 0 })
    let top = Maximum(
      from: [Double](repeating: 0, count: width), iterationLimit: 50,
      of: { model.curvature(at: $0) })
    let isFitted = top.isReached && !features.isEmpty
    status = isFitted ? .fitted : top.iterationCount == 0 ? .unidentified : .separated
    let sandwich = model.scores(at: top.parameters, clusteredBy: keys)
      .sandwich(around: top.covariance)
    func errors(_ covariance: SquareMatrix) -> [Double] {
      (0..<width).map { isFitted ? max(0, covariance[$0, $0]).squareRoot() : .nan }
    }
    let robust = errors(sandwich)
    modelErrors = errors(top.covariance)
    robustErrors = robust
    coefficients = (0..<width).map {
      Estimate(
        value: isFitted ? top.parameters[$0] : .nan, error: robust[$0], confidence: confidence)
    }
    logLikelihood = isFitted ? top.value : .nan
    observationCount = features.count
  }

  /// What is found from no observations.
  init(unidentified coefficients: [Estimate]) {
    status = .unidentified
    self.coefficients = coefficients
    modelErrors = coefficients.map { _ in .nan }
    robustErrors = coefficients.map { _ in .nan }
    logLikelihood = .nan
    observationCount = 0
  }
}

struct LogisticModel {
  let features: [[Double]]
  /// How far each happened, in `0...1`.
  let outcomes: [Double]
  /// One over the variance of the normal prior around zero that each parameter has; empty for none.
  var precisions: [Double] = []

  func curvature(at parameters: [Double]) -> Curvature {
    var result = Curvature(parameterCount: parameters.count)
    for (index, precision) in precisions.enumerated() {
      result.value -= precision * parameters[index] * parameters[index] / 2
      result.gradient[index] -= precision * parameters[index]
      result.information[index, index] += precision
    }
    for (row, outcome) in zip(features, outcomes) {
      let logOdds = zip(row, parameters).reduce(0) { $0 + $1.0 * $1.1 }
      let probability = sigmoid(logOdds)
      result.value += outcome * logOdds - max(0, logOdds) - log1p(exp(-abs(logOdds)))
      for left in row.indices {
        result.gradient[left] += row[left] * (outcome - probability)
        for right in row.indices {
          result.information[left, right] +=
            row[left] * row[right] * probability * (1 - probability)
        }
      }
    }
    return result
  }

  func scores(at parameters: [Double], clusteredBy keys: [Int]?) -> Scores {
    var scores = Scores(parameterCount: parameters.count)
    for (index, row) in features.enumerated() {
      let logOdds = zip(row, parameters).reduce(0) { $0 + $1.0 * $1.1 }
      let residual = outcomes[index] - sigmoid(logOdds)
      scores.add(
        row.enumerated().map { ($0.offset, $0.element * residual) }, weight: 1,
        cluster: keys?[index] ?? index)
    }
    return scores
  }
}
