import Foundation

/// Strengths of items from paired comparisons, ties being differences too small to be seen.
///
///     P(i ≻ j) = πᵢ / (πᵢ + κπⱼ),   P(i = j) = (κ² − 1)·πᵢπⱼ / ((πᵢ + κπⱼ)(κπᵢ + πⱼ))
///
/// Rao and Kupper 1967, who write θ for κ. With log κ = η it is P(i ≻ j) = σ(θᵢ − θⱼ − η): labelers
/// see a difference only beyond the threshold η.
public struct RaoKupperTies: Sendable, Codable, Equatable {
  /// The strength of each item.
  public let strengths: Strengths
  /// κ, at least 1; 1 where there are no ties.
  public let threshold: Estimate
  /// Σ log P of the outcomes, in nats.
  public let logLikelihood: Double
  /// How many steps the fit took.
  public let iterationCount: Int
  /// Whether the top of the likelihood was found; otherwise the strengths are NaN.
  public let isReached: Bool
  /// Whether strict wins connect all items, and what was done if not.
  public let connection: Connectedness

  /// Fits strengths and κ to contests; the parameters are those of `BradleyTerry`.
  public init(
    itemCount: Int, contests: [Contest], pseudoCount: Double? = nil, confidence: Double = 0.95
  ) {
    requireItems(of: contests, below: itemCount)
    let graph = WinGraph(of: contests, itemCount: itemCount)
    connection = Connectedness(graph, pseudoCount: pseudoCount)
    let model = ThresholdModel(
      itemCount: itemCount, contests: contests, pseudoCount: connection.pseudoCount)
    let start = [Double](repeating: 0, count: itemCount) + (model.hasTies ? [0.5] : [])
    let top = Maximum(
      from: start, shiftable: connection.pseudoCount > 0 ? 0 : itemCount,
      of: { model.curvature(at: $0) })
    let sandwich = model.scores(at: top.parameters).sandwich(around: top.covariance)
    let found = top.isReached ? top.parameters : start.map { _ in .nan }
    strengths = Strengths(
      found.prefix(itemCount), modelCovariance: top.covariance, sandwichCovariance: sandwich,
      confidence: confidence)
    if model.hasTies {
      let variance = max(
        0, top.covariance[itemCount, itemCount], sandwich[itemCount, itemCount])
      threshold = Estimate(
        value: found[itemCount], error: variance.squareRoot(), confidence: confidence
      ).mapped { exp($0) }
    } else {
      threshold = Estimate(value: 1, lower: .nan, upper: .nan, confidence: confidence)
    }
    logLikelihood = model.logLikelihood(at: top.parameters)
    iterationCount = top.iterationCount
    isReached = top.isReached
  }
}
