import Evaluation
import Foundation
import HTML

/// The curves of all seeds as tables and a page.
struct NoiseFindings {
  /// The curves by seed.
  private let seeds: [[NoiseCurve]]

  init(_ seeds: [[NoiseCurve]]) { self.seeds = seeds.filter { !$0.isEmpty } }

  var isEmpty: Bool { seeds.isEmpty }

  /// The best of n, and PPO at each price of KL.
  var tables: [Table] { coefficients.map(table) }

  /// The page.
  var report: Report {
    Report(
      title: "One reward model or several, where a quarter of the labels is wrong",
      summary: ["\(seeds.count) seeds of the demo's world; the true score is its rubric's."],
      sections: coefficients.map { coefficient in
        Report.Section(
          title(coefficient),
          judges(coefficient).map { .curves(chart($0, coefficient)) } + [.table(table(coefficient))]
        )
      })
  }

  /// Nil for the best of n, then the prices of KL that were tried.
  private var coefficients: [Double?] {
    let tried = Set(seeds.joined().compactMap(\.klCoefficient)).sorted()
    return [nil] + tried
  }

  private func title(_ coefficient: Double?) -> String {
    coefficient.map { "PPO, KL coefficient \($0.formatted(places: 2))" } ?? "Best of n"
  }

  private func curves(_ judge: String, _ coefficient: Double?) -> [NoiseCurve] {
    seeds.compactMap { $0.first { $0.judge == judge && $0.klCoefficient == coefficient } }
  }

  private func judges(_ coefficient: Double?) -> [String] {
    var names: [String] = []
    for curve in seeds.joined()
    where curve.klCoefficient == coefficient && !names.contains(curve.judge) {
      names.append(curve.judge)
    }
    let order = ["one", "mean", "WCO", "UWO", "WARM"]
    func place(_ name: String) -> Int {
      (name.hasSuffix("heads") ? 10 : 0) + (order.firstIndex { name.hasPrefix($0) } ?? 9)
    }
    return names.sorted { place($0) < place($1) }
  }

  private func table(_ coefficient: Double?) -> Table {
    let rows = judges(coefficient).map { judge in
      let curves = curves(judge, coefficient)
      let peaks = curves.map { $0.points.map(\.trueScore).max() ?? 0 }
      let ends = curves.map { $0.points.last?.trueScore ?? 0 }
      let falls = zip(peaks, ends).map { $0 - $1 }
      return [
        judge, curves.map { $0.points.first?.trueScore ?? 0 }.mean.formatted(places: 3),
        peaks.mean.formatted(places: 3), ends.mean.formatted(places: 3),
        falls.map { $0.formatted(places: 3) }.joined(separator: ", "),
        curves.map { $0.points.last?.reward ?? 0 }.mean.formatted(places: 2),
        curves.map { $0.points.last?.kl ?? 0 }.mean.formatted(places: 1),
      ]
    }
    return Table(
      headers: ["judge", "start", "peak", "end", "peak − end by seed", "reward", "KL"],
      rows: rows,
      caption: "\(title(coefficient)), \(counted(seedCount(coefficient), "seed")): the true score "
        + "at the start, at its highest and at the end, and at the end the reward and the KL to the "
        + "SFT model.")
  }

  /// How many seeds have curves of it.
  private func seedCount(_ coefficient: Double?) -> Int {
    seeds.count { $0.contains { $0.klCoefficient == coefficient } }
  }

  /// The mean over seeds of the true score and the reward, against the root of KL.
  private func chart(_ judge: String, _ coefficient: Double?) -> Chart {
    let curves = curves(judge, coefficient)
    let series = curves.enumerated().map { index, curve in
      Chart.Series(
        "true score, \(index + 1)",
        curve.points.map { Chart.Point(max(0, $0.kl).squareRoot(), $0.trueScore) }
          .sorted { $0.x < $1.x })
    }
    return Chart(
      title: judge, xLabel: "root of KL", yLabel: "true score", series: series,
      caption: "A curve for each seed.")
  }
}
