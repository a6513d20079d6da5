import Foundation

/// Strengths of items from paired comparisons, with a parameter for ties.
///
///     P(i ≻ j) = πᵢ / (πᵢ + πⱼ + ν√(πᵢπⱼ)),   P(i = j) = ν√(πᵢπⱼ) / (πᵢ + πⱼ + ν√(πᵢπⱼ))
///
/// Davidson 1970. Two equal items tie with a probability of ν/(2 + ν).
public struct DavidsonTies: Sendable, Codable, Equatable {
  /// The strength of each item.
  public let strengths: Strengths
  /// ν; 0 where there are no ties.
  public let tieStrength: Estimate
  /// Σ log P of the outcomes, in nats.
  public let logLikelihood: Double
  /// How many steps the fit took.
  public let iterationCount: Int
  /// Whether the top of the likelihood was found; otherwise the strengths are NaN.
  public let isReached: Bool
  /// Whether strict wins connect all items, and what was done if not.
  public let connection: Connectedness

  /// Fits strengths and ν to contests; the parameters are those of `BradleyTerry`.
  public init(
    itemCount: Int, contests: [Contest], pseudoCount: Double? = nil, confidence: Double = 0.95
  ) {
    requireItems(of: contests, below: itemCount)
    connection = Connectedness(
      WinGraph(of: contests, itemCount: itemCount), pseudoCount: pseudoCount)
    let hasTies = contests.contains { $0.ties > 0 }
    var model = ChoiceModel(parameterCount: itemCount + (hasTies ? 1 : 0))
    let tieParameter = hasTies ? itemCount : nil
    model.add(contests, tieParameter: tieParameter)
    model.addPseudoWins(
      connection.pseudoCount, itemCount: itemCount, tieParameter: tieParameter)
    let fit = model.fit(
      itemCount: itemCount, isAnchored: connection.pseudoCount > 0, confidence: confidence)
    strengths = fit.strengths
    tieStrength =
      fit.others.first?.mapped { exp($0) }
      ?? Estimate(value: 0, lower: .nan, upper: .nan, confidence: confidence)
    logLikelihood = fit.logLikelihood
    iterationCount = fit.iterationCount
    isReached = fit.isReached
  }
}
