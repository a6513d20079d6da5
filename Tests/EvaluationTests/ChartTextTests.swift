import HTML
import Statistics
import Testing

@testable import Evaluation

@Suite("A chart on a terminal")
struct ChartTextTests {
  @Test(
    "is drawn whatever its values are",
    arguments: [
      [], [.init("none", [])], [.init("nan", [.init(.nan, 1), .init(1, .nan)])],
      [.init("one", [.init(3, 4)])],
      [.init("wild", [.init(0, 1e308), .init(1, -1e308), .init(2, .infinity), .init(3, 1)])],
    ] as [[Chart.Series]])
  func anything(series: [Chart.Series]) {
    let chart = Chart(title: "Loss", xLabel: "steps", yLabel: "nats", series: series)
    let text = chart.text(width: 60)
    #expect(text.contains("Loss"))
    for name in series.map(\.name) { #expect(text.contains(name)) }
    let isAnyEmpty = series.contains { !$0.points.contains(where: \.isFinite) }
    #expect(text.contains("no values") == isAnyEmpty)
  }

  @Test("of intervals has a line for each estimate")
  func intervals() {
    let chart = IntervalChart(
      title: "Win rate", xLabel: "share",
      rows: [.init("PPO", proportion(8, of: 10)), .init("none", proportion(0, of: 0))],
      guide: 0.5, isShare: true)
    #expect(chart.text(width: 60).contains("PPO       80% (49–94%)"))
    #expect(chart.text(width: 60).contains("unknown"))
  }
}
