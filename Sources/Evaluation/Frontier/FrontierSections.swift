public import Foundation
import HTML
import Statistics

/// Returns what runs' folders say of reward, gold score and distance, for a report.
///
/// - Parameters:
///   - folders: The runs' folders.
///   - bestOf: The best of n beside them.
/// - Returns: No section where no run measured its distance.
/// - Throws: `EvaluationError` or `RunError` when a folder holds no run or a file is damaged.
public func frontierSections(
  ofRuns folders: [URL], bestOf: BestOfCurve? = nil
) throws -> [Report.Section] {
  try frontier(ofRuns: folders).sections(bestOf: bestOf)
}

/// Returns the frontier of the runs in some folders, under names that tell them apart.
///
/// - Throws: `EvaluationError` or `RunError` when a folder holds no run or a file is damaged.
public func frontier(ofRuns folders: [URL]) throws -> Frontier {
  Frontier(
    of: try zip(folders, distinctNames(of: folders)).map { folder, name in
      FrontierRun(name, metrics: try RunDescription(folder: folder).metrics)
    })
}

extension Frontier {
  /// Returns charts, the best points, and the predicted peaks.
  ///
  /// - Parameter bestOf: The best of n beside the runs.
  public func sections(bestOf: BestOfCurve? = nil) -> [Report.Section] {
    guard runs.contains(where: { !$0.points.isEmpty }) || bestOf != nil else { return [] }
    let charts = FrontierCharts(frontier: self, bestOf: bestOf).all.map { Report.Block.curves($0) }
    let words: [Report.Block] =
      measure == .gold || bestOf?.goldJudge != nil
      ? [.paragraph(explanation)]
      : [
        .note(
          "No gold judge watched, so only the reward that was learned from is known. It goes on "
            + "rising when the model gets worse.")
      ]
    let found = [choices, prices].compactMap(\.self) + predictions(bestOf)
    return [Report.Section("Score and distance", words + charts + found + frontierTable)]
  }

  private var explanation: String {
    "A run moves away from where it began, measured by KL, to score higher. The reward is what it "
      + "learns from; the gold judge is not. Where the gold score turns down while the reward goes "
      + "on rising, the reward is being exploited."
  }

  private var choices: Report.Block? {
    let rows = runs.flatMap { run -> [[String]] in
      guard let best = CheckpointChoices(among: run.points) else { return [] }
      return [
        ("gold score", best.byGold), ("its lower bound", best.byLowerBound),
        ("reward", best.byReward),
      ].compactMap { measure, point in
        point.map { [run.name, measure] + cells(of: $0) }
      }
    }
    guard !rows.isEmpty else { return nil }
    return .table(
      Table(
        headers: ["Run", "Best by", "Step", "KL", "Reward", "Gold score"], rows: rows,
        caption:
          "The best points. The highest of several scores was also lucky; the lower bound is "
          + "the more careful choice."))
  }

  private var prices: Report.Block? {
    let sentences = runs.compactMap { run -> String? in
      guard let best = CheckpointChoices(among: run.points), let price = best.priceOfReward,
        let other = best.byReward
      else { return nil }
      if other == best.byGold { return "\(run.name): reward and gold judge choose the same step." }
      return "\(run.name): choosing by reward takes step \(other.step) instead of "
        + "\(best.byGold.step), and costs \(readable(price)) of gold score."
    }
    return sentences.isEmpty ? nil : .paragraph(sentences.joined(separator: "\n"))
  }

  private func predictions(_ bestOf: BestOfCurve?) -> [Report.Block] {
    let lines = predictionLines(bestOf: bestOf)
    return lines.isEmpty ? [] : [.keyValues(lines.map { Report.KeyValue($0.name, $0.text) })]
  }

  private var frontierTable: [Report.Block] {
    guard runs.count > 1, members.count > 1 else { return [] }
    // A frontier by reward may have a point for every step.
    let shown = evenly(members, atMost: 24)
    let rows = shown.map { [runs[$0.run].name] + cells(of: point($0)) }
    let measured = measure == .gold ? "gold score" : "reward"
    let some = shown.count < members.count ? " \(shown.count) of \(members.count) of them." : ""
    return [
      .table(
        Table(
          headers: ["Run", "Step", "KL", "Reward", "Gold score"], rows: rows,
          caption:
            "The frontier: no point of any run has a higher \(measured) at no more KL.\(some)"
        ))
    ]
  }
}

extension Frontier {
  /// The predicted peak of each run and of the best of n, or why there is none.
  func predictionLines(bestOf: BestOfCurve?) -> [(name: String, text: String)] {
    var lines = runs.filter(\.hasGold).map { run in
      ("Predicted peak, \(run.name)", text { try run.prediction() })
    }
    if let bestOf, bestOf.goldJudge != nil {
      let words = text {
        let fit = try bestOf.prediction()
        return bestOf.peakDistance.map(fit.with(peakDistance:)) ?? fit
      }
      lines.append(("Predicted peak, best of n", words))
    }
    return lines
  }

  private func text(_ prediction: () throws -> OveroptimizationFit) -> String {
    do {
      let fit = try prediction()
      let kl = fit.peakDistance.squared
      return "KL \(kl) nats, \(readable(fit.peakGain.value)) above the start"
        + (fit.isForecast ? "; beyond what was measured" : "; passed")
        + " (α \(readable(fit.curve.alpha)), β \(readable(fit.curve.beta)), R² "
        + "\(readable(fit.determination)), \(fit.pointCount) points)"
    } catch {
      return "none: \(error)"
    }
  }
}

extension Estimate {
  /// The estimate of the square of what is never below zero: of KL where this is of √KL.
  var squared: Estimate {
    Estimate(
      value: value * value, lower: lower * lower, upper: upper * upper, confidence: confidence)
  }
}

/// A point's step, KL, reward and gold score, as cells of a table.
func cells(of point: FrontierPoint) -> [String] {
  [
    String(point.step), decimal(point.kl, places: 2), point.reward.map(readable) ?? "–",
    point.gold.map { $0.hasInterval ? "\($0)" : readable($0.value) } ?? "–",
  ]
}

/// Returns at most `count` of the elements, the first and last among them.
func evenly<Element>(_ elements: [Element], atMost count: Int) -> [Element] {
  guard elements.count > count, count > 1 else { return elements }
  return (0..<count).map { elements[$0 * (elements.count - 1) / (count - 1)] }
}
