import Statistics

/// Where everything in a chart is, in the units of its drawing.
struct ChartLayout {
  static let width = 440.0
  static let height = 264.0
  /// So many curves have colours of their own.
  static let colorCount = 6

  let chart: Chart
  /// Whether the page's script shows values.
  var isInteractive = false
  let x: Axis
  let y: Axis
  /// For each series, the calmer curve drawn over it, where there is one.
  let smooth: [[Chart.Point]?]
  /// Where each series' bold line ends.
  let ends: [Chart.Point?]
  /// What stands at the right ends of the curves.
  let endLabels: [EndLabel]

  struct EndLabel: Equatable {
    let seriesIndex: Int
    let text: String
    var y: Double
  }

  init(_ chart: Chart) {
    self.chart = chart
    let points = chart.series.flatMap(\.points).filter(\.isFinite)
    let smooth = chart.series.map { smoothed($0.points) }
    let ends = zip(chart.series, smooth).map { $1?.last ?? $0.points.last(where: \.isFinite) }
    let texts = zip(chart.series, ends).map { series, end in
      chart.series.count == 1 ? end.map { readable($0.y) } ?? "" : shortened(series.name)
    }
    let longest = points.isEmpty ? 0 : texts.map(displayWidth).max() ?? 0
    x = Axis(
      covering: points.map(\.x), from: 48, to: Self.width - 18 - 7.2 * Double(longest), about: 5,
      roundingOut: false)
    let levels = points.flatMap { [$0.y, $0.lower ?? $0.y, $0.upper ?? $0.y] }
    y = Axis(
      covering: levels + (chart.guide.map { [$0] } ?? []), from: Self.height - 42, to: 26,
      about: 4, roundingOut: true)
    self.smooth = smooth
    self.ends = ends

    var labels: [EndLabel] = []
    for (index, end) in ends.enumerated() where index < Self.colorCount {
      guard let last = end else { continue }
      labels.append(EndLabel(seriesIndex: index, text: texts[index], y: y.place(last.y)))
    }
    endLabels = spread(labels, apart: 14, within: y.end...y.start)
  }

  var isEmpty: Bool { !chart.series.contains { $0.points.contains(where: \.isFinite) } }

  /// Returns the numbers on the horizontal axis at which a reader can ask for values.
  func stops(atMost count: Int) -> [Double] {
    let all = Set(chart.series.flatMap(\.points).filter(\.isFinite).map(\.x)).sorted()
    guard all.count > count else { return all }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }

  /// Returns each series' first value at a number on the horizontal axis.
  func values(at x: Double) -> [Double?] {
    chart.series.map { series in series.points.first { $0.x == x && $0.y.isFinite }?.y }
  }
}

private func shortened(_ name: String) -> String {
  name.count <= 14 ? name : name.prefix(13) + "…"
}

/// Moves labels apart, as little as need be and from the top down.
private func spread(
  _ labels: [ChartLayout.EndLabel], apart distance: Double, within range: ClosedRange<Double>
) -> [ChartLayout.EndLabel] {
  var result = labels.sorted { $0.y < $1.y }
  for index in result.indices.dropFirst() {
    result[index].y = max(result[index].y, result[index - 1].y + distance)
  }
  var floor = range.upperBound
  for index in result.indices.reversed() {
    result[index].y = min(result[index].y, floor)
    floor = result[index].y - distance
  }
  return result
}
