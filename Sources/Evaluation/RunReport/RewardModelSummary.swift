import Foundation
import HTML
import Statistics

/// What `rlhf evaluate --reward-model --json` found of a run's reward model.
struct RewardModelSummary {
  private let members: [(key: String, value: JSONTree)]

  /// Looks for `evaluation.json` in the run's folder, then beside the reward models that its
  /// configuration names.
  init?(of run: RunDescription) {
    let named = run.settings.filter { $0.key.hasSuffix("reward_model") && !$0.value.isEmpty }
      .flatMap { setting in
        let folder = URL(recorded: setting.value)
        return [folder, folder.deletingLastPathComponent()]
      }
    let found = ([run.folder] + named).lazy.compactMap {
      object(in: $0.appendingPathComponent("evaluation.json"))
    }.first
    guard let found else { return nil }
    members = found.members
  }

  /// The measures, the calibration curve and the accuracies part by part, where they are there.
  var blocks: [Report.Block] {
    let isPart = { (key: String) in key.hasPrefix(partPrefix) || key.hasPrefix(binPrefix) }
    let measures = members.filter { !isPart($0.key) }.compactMap { key, value in
      words(value).map { Report.KeyValue(key.replacing("_", with: " "), $0) }
    }
    let charts = calibration.map { [Report.Block.curves($0)] } ?? []
    return [.keyValues(measures)] + charts + parts.map { .intervals($0) }
  }

  private var partPrefix: String { "accuracy " }
  private var binPrefix: String { "calibration at " }

  /// The bins of the calibration curve: `calibration at 0.63` is how often it was right there.
  private var calibration: Chart? {
    let points = members.compactMap { key, value -> Chart.Point? in
      guard key.hasPrefix(binPrefix), let confidence = Double(key.dropFirst(binPrefix.count)),
        let right = estimate(value)
      else { return nil }
      return Chart.Point(confidence, right)
    }
    guard points.count > 1 else { return nil }
    return Chart(
      title: "Calibration", xLabel: "how sure the model is", yLabel: "how often it is right",
      series: [
        Chart.Series("this model", points.sorted { $0.x < $1.x }),
        Chart.Series("calibrated", [Chart.Point(0.5, 0.5), Chart.Point(1, 1)]),
      ], caption: "Below the line the model is too sure of itself.")
  }

  /// `accuracy by length: longer` is a row of the chart “Accuracy by length”.
  private var parts: [IntervalChart] {
    var charts: [IntervalChart] = []
    for (key, value) in members where key.hasPrefix(partPrefix) {
      guard let colon = key.firstRange(of: ": "), let share = estimate(value) else { continue }
      let title = "Accuracy \(key[..<colon.lowerBound].dropFirst(partPrefix.count))"
      let row = IntervalChart.Row(String(key[colon.upperBound...]), share)
      if let index = charts.firstIndex(where: { $0.title == title }) {
        charts[index].rows.append(row)
      } else {
        charts.append(
          IntervalChart(
            title: title, xLabel: "share of pairs in which the model is right", rows: [row],
            guide: 0.5, isShare: true))
      }
    }
    return charts
  }

  private func estimate(_ value: JSONTree) -> Estimate? {
    guard let number = value["value"]?.number, let lower = value["lower"]?.number,
      let upper = value["upper"]?.number
    else { return nil }
    return Estimate(value: number, lower: lower, upper: upper)
  }

  private func words(_ value: JSONTree) -> String? {
    estimate(value).map(\.description) ?? value.number.map(readable)
  }
}
