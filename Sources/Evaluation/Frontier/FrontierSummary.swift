public import Foundation
import Statistics

extension Frontier {
  /// Returns all that is known of the frontier as JSON.
  ///
  /// - Parameter bestOf: The best of n beside the runs.
  public func json(bestOf: BestOfCurve? = nil) throws -> Data {
    let summaries = runs.indices.map { run in
      FrontierSummary.Run(
        runs[run], onFrontier: Set(members.filter { $0.run == run }.map(\.point)))
    }
    return try frontierJSON(
      FrontierSummary(
        measure: measure, runs: summaries, bestOf: bestOf.map(FrontierSummary.BestOf.init)))
  }
}

/// What `rlhf frontier --json` prints.
private struct FrontierSummary: Encodable {
  let measure: Frontier.Measure
  let runs: [Run]
  let bestOf: BestOf?

  enum CodingKeys: String, CodingKey {
    case measure, runs
    case bestOf = "best_of"
  }

  struct Run: Encodable {
    let name: String
    let points: [Point]
    let best: Best?
    let fit: Fit?
    let refusal: String?

    init(_ run: FrontierRun, onFrontier: Set<Int>) {
      name = run.name
      points = run.points.enumerated().map { index, point in
        Point(point, isOnFrontier: onFrontier.contains(index))
      }
      best = CheckpointChoices(among: run.points).map(Best.init)
      (fit, refusal) = FrontierSummary.outcome { try run.prediction() }
    }
  }

  struct Point: Encodable {
    let step: Int
    let kl: Double
    let reward: Double?
    let gold: Estimate?
    let isOnFrontier: Bool

    enum CodingKeys: String, CodingKey {
      case step, kl, reward, gold
      case isOnFrontier = "on_frontier"
    }

    init(_ point: FrontierPoint, isOnFrontier: Bool) {
      (step, kl, reward, gold) = (point.step, point.kl, point.reward, point.gold)
      self.isOnFrontier = isOnFrontier
    }
  }

  struct Best: Encodable {
    let byGold: Int
    let byLowerBound: Int
    let byReward: Int?
    let priceOfReward: Double?

    enum CodingKeys: String, CodingKey {
      case byGold = "by_gold"
      case byLowerBound = "by_lower_bound"
      case byReward = "by_reward"
      case priceOfReward = "price_of_reward"
    }

    init(_ choices: CheckpointChoices) {
      byGold = choices.byGold.step
      byLowerBound = choices.byLowerBound.step
      byReward = choices.byReward?.step
      priceOfReward = choices.priceOfReward
    }
  }

  struct Fit: Encodable {
    let form: OveroptimizationCurve.Form
    let alpha: Double
    let beta: Double
    let peakKL: Estimate
    let peakGain: Estimate
    let determination: Double
    let pointCount: Int
    let isForecast: Bool

    enum CodingKeys: String, CodingKey {
      case form, alpha, beta
      case peakKL = "peak_kl"
      case peakGain = "peak_gain"
      case determination = "r_squared"
      case pointCount = "points"
      case isForecast = "is_forecast"
    }

    init(_ fit: OveroptimizationFit) {
      (form, alpha, beta) = (fit.curve.form, fit.curve.alpha, fit.curve.beta)
      (peakKL, peakGain) = (fit.peakDistance.squared, fit.peakGain)
      (determination, pointCount) = (fit.determination, fit.pointCount)
      isForecast = fit.isForecast
    }
  }

  struct BestOf: Encodable {
    let curve: BestOfCurve
    let fit: Fit?
    let refusal: String?

    init(_ curve: BestOfCurve) {
      self.curve = curve
      (fit, refusal) = FrontierSummary.outcome {
        let fit = try curve.prediction()
        return curve.peakDistance.map(fit.with(peakDistance:)) ?? fit
      }
    }
  }

  fileprivate static func outcome(
    _ prediction: () throws -> OveroptimizationFit
  ) -> (fit: Fit?, refusal: String?) {
    do { return (Fit(try prediction()), nil) } catch { return (nil, "\(error)") }
  }
}
