import Statistics

/// Which point of a run is best, and what it costs to ask the reward instead of the gold judge.
///
/// The highest of several measured scores was also lucky: the gold score of the point it names is
/// somewhat too high. The lower bound is the more careful choice.
public struct CheckpointChoices: Sendable, Codable, Equatable {
  /// The point of the highest gold score, the earliest of equals.
  public let byGold: FrontierPoint
  /// The point of the highest reward, the earliest of equals.
  public let byReward: FrontierPoint?
  /// The point whose gold score's interval has the highest lower end.
  public let byLowerBound: FrontierPoint

  /// Chooses among a run's points; nil where none has a gold score.
  public init?(among points: [FrontierPoint]) {
    guard let byGold = Self.first(among: points, of: { $0.gold?.value }) else { return nil }
    self.byGold = byGold
    let judged = points.filter { $0.gold != nil }
    byReward = Self.first(among: judged, of: \.reward)
    byLowerBound = Self.first(among: points) { $0.gold?.lower } ?? byGold
  }

  private static func first(
    among points: [FrontierPoint], of score: (FrontierPoint) -> Double?
  ) -> FrontierPoint? {
    var best: (point: FrontierPoint, score: Double)?
    for point in points {
      guard let score = score(point), score.isFinite else { continue }
      if best.map({ score > $0.score }) ?? true { best = (point, score) }
    }
    return best?.point
  }

  /// The gold score that is lost by taking the point of the highest reward.
  public var priceOfReward: Double? {
    guard let best = byGold.gold, let other = byReward?.gold else { return nil }
    return best.value - other.value
  }
}
