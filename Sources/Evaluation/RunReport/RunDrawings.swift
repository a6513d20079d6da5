import HTML

/// The charts of one or several runs' metrics.
struct RunDrawings {
  let runs: [RunDescription]
  let names: [String]
  /// What is marked on all of them.
  var marks: [Chart.Mark] = []

  /// The sections of known metrics, and one of all others.
  var sections: [Report.Section] {
    let known = metricGroups.compactMap { group -> Report.Section? in
      let charts = group.charts.flatMap(charts)
      return charts.isEmpty ? nil : Report.Section(group.title, charts.map { .curves($0) })
    }
    let knownNames = Set(metricGroups.flatMap(\.charts).flatMap(\.metrics).map(\.name))
    let trainingNames = recordedNames.subtracting(knownNames).map(withoutPrefix)
    let others = Set(trainingNames).sorted().flatMap { name in
      charts(for: MetricChart(name, "", of: name))
    }
    guard !others.isEmpty else { return known }
    return known + [Report.Section("Other metrics", others.map { .curves($0) })]
  }

  private var recordedNames: Set<String> {
    runs.reduce(into: []) { $0.formUnion($1.metricNames) }
  }

  private func withoutPrefix(_ name: String) -> String {
    name.hasPrefix("eval_") ? String(name.dropFirst(5)) : name
  }

  /// One run's metrics share a chart; of several runs each metric has its own.
  private func charts(for chart: MetricChart) -> [Chart] {
    let recorded = chart.metrics.filter { recordedNames.contains($0.name) }
    guard !recorded.isEmpty else { return [] }
    if runs.count == 1 {
      let series = recorded.map { Chart.Series($0.label, runs[0].points(of: $0.name)) }
      return [drawn(chart, chart.title, series, recorded.map(\.name))]
    }
    return recorded.map { metric in
      let series = zip(runs, names).enumerated().map { index, run in
        Chart.Series(run.1, run.0.points(of: metric.name), colorIndex: index)
      }
      let isPlain = chart.metrics.count == 1 || metric.label == "training"
      let title = isPlain ? chart.title : "\(chart.title): \(metric.label)"
      return drawn(chart, title, series.filter { !$0.points.isEmpty }, [metric.name])
    }
  }

  private func drawn(
    _ chart: MetricChart, _ title: String, _ series: [Chart.Series], _ names: [String]
  ) -> Chart {
    let caption = names == [title] ? nil : names.joined(separator: ", ")
    return Chart(
      title: title, xLabel: "step", yLabel: chart.yLabel, series: series, caption: caption,
      guide: chart.guide, marks: marks)
  }
}
