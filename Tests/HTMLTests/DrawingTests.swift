import Statistics
import Testing

@testable import HTML

@Suite("An axis")
struct AxisTests {
  @Test(
    "has round ticks",
    arguments: [
      (0.0...10.0, 5, [0.0, 2, 4, 6, 8, 10]), (0...1, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]),
      (-0.3...0.3, 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]), (1...60, 5, [10, 20, 30, 40, 50, 60]),
      (0...3e-5, 3, [0, 1e-5, 2e-5, 3e-5]), (0.13...0.37, 4, [0.15, 0.2, 0.25, 0.3, 0.35]),
      (95...105, 2, [95, 100, 105]),
    ])
  func ticks(range: ClosedRange<Double>, count: Int, due: [Double]) {
    let found = roundTicks(in: range, about: count)
    #expect(found.count == due.count)
    for (found, due) in zip(found, due) { expectClose(found, due, within: 1e-12) }
  }

  @Test(
    "writes its ticks alike",
    arguments: [
      ([0.0, 1], ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([0, 9], ["0", "2", "4", "6", "8", "10"]),
      ([0, 19_000], ["0", "5k", "10k", "15k", "20k"]),
      ([0, 4e-5], ["0", "1e−5", "2e−5", "3e−5", "4e−5"]),
      ([-0.03, 0.01], ["−0.03", "−0.02", "−0.01", "0.00", "0.01"]),
    ])
  func labels(values: [Double], due: [String]) {
    let axis = Axis(covering: values, from: 0, to: 100, about: 4, roundingOut: true)
    #expect(axis.labels == due)
  }

  @Test(
    "covers anything",
    arguments: [
      [], [3], [0, 0], [-1e308, 1e308], [.leastNonzeroMagnitude], [1e15, 1e15 + 0.5],
      [.nan, 1, .infinity],
    ] as [[Double]])
  func extremes(values: [Double]) {
    let axis = Axis(covering: values, from: 10, to: 90, about: 5, roundingOut: true)
    #expect(axis.domain.lowerBound < axis.domain.upperBound)
    #expect(!axis.ticks.isEmpty && axis.ticks.count < 20)
    for value in values + axis.ticks { #expect(axis.place(value).isFinite) }
  }

  @Test("places numbers in proportion, downward too")
  func places() {
    let axis = Axis(covering: [0, 10], from: 200, to: 100, about: 5, roundingOut: true)
    #expect(axis.place(0) == 200 && axis.place(10) == 100 && axis.place(2.5) == 175)
  }
}

@Suite("Smoothing")
struct SmoothingTests {
  @Test("leaves a straight line as it is, to its ends", arguments: [50, 1000])
  func straight(count: Int) {
    let line = (0..<count).map { Chart.Point(Double($0), 2 * Double($0) - 5) }
    let fitted = locallyFitted(line)
    for point in fitted { expectClose(point.y, 2 * point.x - 5, within: 1e-6) }
    #expect(fitted.count == min(400, count))
  }

  @Test("keeps the corners of a schedule")
  func corners() {
    let schedule = (0..<200).map { Chart.Point(Double($0), min(Double($0) / 20, 1)) }
    #expect(smoothed(schedule) == nil)
  }

  @Test("calms noise and passes over what is not finite")
  func noise() throws {
    var points = (0..<200).map { Chart.Point(Double($0), $0 % 2 == 0 ? 1 : -1) }
    points[77].y = .nan
    let smooth = try #require(smoothed(points))
    #expect(smooth.allSatisfy { abs($0.y) < 0.3 })
  }

  @Test("is only for many points in order, without intervals")
  func conditions() {
    let points = (0..<60).map { Chart.Point(Double($0), Double($0 % 3)) }
    #expect(smoothed(points) != nil)
    #expect(smoothed(Array(points.prefix(40))) == nil)
    #expect(smoothed(points.reversed()) == nil)
    #expect(smoothed(points.map { Chart.Point($0.x, $0.y, lower: -1, upper: 3) }) == nil)
  }

  @Test("keeps the highest and the lowest point when it thins out")
  func thinning() {
    var points = (0..<10_000).map { Chart.Point(Double($0), Double($0 % 7)) }
    points[1234].y = 99
    points[4321].y = -99
    let few = thinned(points, to: 100)
    #expect(few.count <= 100)
    #expect(few.contains(points[1234]) && few.contains(points[4321]))
    #expect(zip(few, few.dropFirst()).allSatisfy { $0.x < $1.x })
  }
}

@Suite("A chart")
struct ChartTests {
  @Test("keeps the labels at the ends of its curves apart and inside")
  func endLabels() {
    let series = (0..<6).map { Chart.Series("s\($0)", [.init(0, 0), .init(1, Double($0) * 0.01)]) }
    let chart = Chart(
      title: "t", xLabel: "x", yLabel: "y", series: series + [.init("far", [.init(1, 50)])])
    let labels = ChartLayout(chart).endLabels.map(\.y)
    #expect(labels.count == 6)
    #expect(zip(labels, labels.dropFirst()).allSatisfy { $1 - $0 >= 13.99 })
    #expect(labels.allSatisfy { (20...ChartLayout.height).contains($0) })
  }

  @Test(
    "draws a figure of whatever it is given",
    arguments: [
      [], [Chart.Series("none", [])], [.init("NaN", [.init(0, .nan), .init(.nan, 0)])],
      [.init("one", [.init(3, 4)])],
      [.init("wild", [.init(0, 1e308), .init(1, -1e308), .init(2, .infinity), .init(3, 1)])],
      [
        .init(
          "band", [.init(0, 1, lower: .nan, upper: 2), .init(1, 2, lower: 1, upper: .infinity)])
      ],
    ] as [[Chart.Series]])
  func anything(series: [Chart.Series]) {
    let chart = Chart(title: "t", xLabel: "x", yLabel: "y", series: series, guide: .nan)
    let html = chart.figure().html
    #expect(!html.contains("nan\"") && !html.contains("inf"))
    let isDrawn = series.contains { $0.points.contains(where: \.isFinite) }
    #expect(html.contains("<svg class=\"plot\"") == isDrawn)
    #expect(html.contains("No values.") == !isDrawn)
  }

  @Test("leaves a gap where a value is not finite, and says so")
  func gap() {
    let points = [0, 1, 2, 3, 4].map { Chart.Point($0, $0 == 2 ? .nan : $0) }
    let html = Chart(title: "t", xLabel: "x", yLabel: "y", series: [.init("a", points)])
      .figure().html
    let path = html.split(separator: "class=\"curve s0\" d=\"")[1].prefix { $0 != "\"" }
    #expect(path.count { $0 == "M" } == 2 && path.count { $0 == "L" } == 2)
    #expect(html.contains("1 value is not finite, and not drawn."))
  }

  @Test("tells its values where it is pointed at, and to those who do not see it")
  func values() {
    let chart = Chart(
      title: "Loss", xLabel: "step", yLabel: "nats",
      series: [.init("SFT", [.init(0, 2.5), .init(10, 1.25)]), .init("DPO", [.init(10, 0.5)])])
    let html = chart.figure().html
    #expect(html.contains("<title>step 10\nSFT: 1.25\nDPO: 0.500</title>"))
    #expect(html.contains("role=\"img\""))
    #expect(
      html.contains(
        "aria-label=\"Loss: nats over step. SFT from 2.50 to 1.25, lowest 1.25, highest 2.50; "
          + "DPO from 0.500 to 0.500, lowest 0.500, highest 0.500.\""))
  }

  @Test("of intervals has a mark and a line for each known estimate")
  func intervals() {
    let chart = IntervalChart(
      title: "Win rate", xLabel: "share",
      rows: [.init("PPO", proportion(8, of: 10)), .init("none", proportion(0, of: 0))],
      guide: 0.5, isShare: true)
    let html = chart.figure().html
    #expect(html.split(separator: "<circle").count == 2)
    #expect(html.contains("80% (49–94%)") && html.contains("unknown"))
    #expect(html.contains("class=\"guide\""))
  }
}
