import HTML
import Statistics

/// Gold score and reward of several runs over the distance from where they began.
struct FrontierCharts {
  let frontier: Frontier
  let bestOf: BestOfCurve?

  private static let xLabel = "√KL, √nats per completion"

  /// The charts that have points; neighbours share their horizontal axis.
  var all: [Chart] { [gold, reward].compactMap(\.self) }

  private var gold: Chart? {
    var series = frontier.runs.compactMap { run in
      Self.series(run.name, run.points.map { ($0.distance, $0.gold) })
    }
    if let bestOf {
      series += [Self.series("best of n", bestOf.points.map { ($0.distance, $0.gold) })]
        .compactMap(\.self)
    }
    guard !series.isEmpty else { return nil }
    return Chart(
      title: "What the gold judge says", xLabel: Self.xLabel, yLabel: "gold score",
      series: series + fitted,
      caption: fitted.isEmpty
        ? nil : "Fitted: d·(α − β·log d) for runs, d·(α − β·d) for the best of n, d being √KL.")
  }

  private var reward: Chart? {
    var series = frontier.runs.compactMap { run in
      Self.series(
        run.name, run.points.map { ($0.distance, $0.reward) })
    }
    if let bestOf {
      series += [Self.series("best of n", bestOf.points.map { ($0.distance, $0.reward) })]
        .compactMap(\.self)
    }
    guard !series.isEmpty else { return nil }
    return Chart(
      title: "What the reward says", xLabel: Self.xLabel, yLabel: "reward", series: series)
  }

  /// The fitted curves, where there is room for them.
  private var fitted: [Chart.Series] {
    guard frontier.runs.count <= 2 else { return [] }
    var series = frontier.runs.compactMap { run -> Chart.Series? in
      guard let fit = try? run.prediction(), let start = run.start?.gold else { return nil }
      let name = frontier.runs.count == 1 ? "fitted" : "fitted, \(run.name)"
      return Self.curve(name, fit, from: start.value)
    }
    if let bestOf, let start = bestOf.points.first?.gold, let fit = try? bestOf.prediction() {
      series.append(Self.curve("fitted, best of n", fit, from: start.value))
    }
    return series
  }

  /// Draws a fitted curve as far as it was measured, and on to its peak where that is not far.
  private static func curve(
    _ name: String, _ fit: OveroptimizationFit, from start: Double
  ) -> Chart.Series {
    let peak = fit.peakDistance.value * 1.1
    let end = max(fit.greatestDistance, peak <= 1.6 * fit.greatestDistance ? peak : 0)
    return Chart.Series(
      name,
      (0...36).map { part in
        let distance = end * Double(part) / 36
        return Chart.Point(distance, start + fit.curve.gain(at: distance))
      })
  }

  private static func series(
    _ name: String, _ points: [(distance: Double, score: Double?)]
  ) -> Chart.Series? {
    drawn(name, points.compactMap { point in point.score.map { Chart.Point(point.distance, $0) } })
  }

  private static func series(
    _ name: String, _ points: [(distance: Double, score: Estimate?)]
  ) -> Chart.Series? {
    drawn(
      name,
      points.compactMap { point in
        point.score.map { score in
          score.hasInterval
            ? Chart.Point(point.distance, score) : Chart.Point(point.distance, score.value)
        }
      })
  }

  /// A score is a function of the distance, so points are joined from the nearest to the farthest.
  private static func drawn(_ name: String, _ points: [Chart.Point]) -> Chart.Series? {
    points.isEmpty ? nil : Chart.Series(name, points.sorted { $0.x < $1.x })
  }
}
