import Foundation
public import Runs
public import Statistics

/// What a run's metrics say of its way: a point for each round of the gold judge.
///
/// Where no gold judge watched, the points are those of the measurements on held-out prompts, and
/// where there are none, of the steps themselves; they then have a reward alone.
public struct FrontierRun: Sendable, Codable, Equatable {
  /// What it is called.
  public let name: String
  /// Its points, in the order of steps.
  public let points: [FrontierPoint]

  /// Creates a run from its points.
  public init(_ name: String, _ points: [FrontierPoint]) {
    self.name = name
    self.points = points.sorted { $0.step < $1.step }
  }

  /// Takes the points from a run's metrics; of a step recorded twice, the later values count.
  public init(_ name: String, metrics rows: [MetricsRow]) {
    var merged: [Int: [String: Double]] = [:]
    for row in rows { merged[row.step, default: [:]].merge(row.values) { $1 } }
    for source in Source.all {
      let points = merged.compactMap { source.point(at: $0.key, in: $0.value) }
      guard points.isEmpty else {
        self.init(name, points)
        return
      }
    }
    self.init(name, [])
  }

  /// Whether a gold judge watched.
  public var hasGold: Bool { points.contains { $0.gold != nil } }

  /// Where the run began.
  public var start: FrontierPoint? { points.first { $0.step == 0 } }

  /// The curve that the gold scores follow, and the peak it predicts.
  ///
  /// - Parameter form: How the policy was optimized.
  /// - Throws: `OveroptimizationRefusal`, or `FrontierRefusal` where the run has no gold score or
  ///   none of its start.
  public func prediction(
    _ form: OveroptimizationCurve.Form = .reinforcement
  ) throws -> OveroptimizationFit {
    guard hasGold else { throw FrontierRefusal.noGold }
    guard let start = start?.gold, start.value.isFinite else { throw FrontierRefusal.noStart }
    return try fittedOveroptimization(
      to: points.compactMap { point in
        guard point.step > 0, let gold = point.gold else { return nil }
        return OveroptimizationPoint(
          distance: point.distance, gain: gold.value - start.value, error: gold.standardError)
      }, as: form)
  }
}

/// Why a run's peak is not predicted, beside what `OveroptimizationRefusal` says.
public enum FrontierRefusal: Error, CustomStringConvertible, Equatable, Sendable {
  /// No gold judge watched.
  case noGold
  /// The start was not judged.
  case noStart

  /// One sentence that says what is missing.
  public var description: String {
    switch self {
    case .noGold:
      "no gold judge watched the run, and the reward that it learned from does not tell; "
        + "give the next one a gold judge"
    case .noStart: "the start was not scored by the gold judge, so gains cannot be told"
    }
  }
}

/// Where metrics say what a point is.
private struct Source {
  let kl: String
  let reward: String
  let gold: String?

  static let all = [
    Source(kl: "gold/kl", reward: "gold/reward", gold: "gold/score"),
    Source(kl: "eval_objective/kl", reward: "eval_objective/scores", gold: nil),
    Source(kl: "objective/kl", reward: "objective/scores", gold: nil),
    Source(kl: "objective/kl", reward: "reward", gold: nil),
  ]

  func point(at step: Int, in values: [String: Double]) -> FrontierPoint? {
    let score = gold.flatMap { values[$0] }.flatMap { $0.isFinite ? $0 : nil }
    let reward = values[self.reward].flatMap { $0.isFinite ? $0 : nil }
    guard score != nil || reward != nil else { return nil }
    // Before the first step a policy is mostly its own reference.
    guard let kl = values[kl] ?? (step == 0 && gold != nil ? 0 : nil), kl.isFinite else {
      return nil
    }
    let estimate = score.map { value in
      Estimate(
        value: value, lower: values["gold/score_lower"] ?? .nan,
        upper: values["gold/score_upper"] ?? .nan)
    }
    return FrontierPoint(step: step, kl: kl, reward: reward, gold: estimate)
  }
}
