import HTML
import Statistics

/// The main metrics of a run, a line each: the name, the last value, and bars over the steps.
struct MetricLines {
  let run: RunDescription
  let width: Int
  let paint: Paint

  /// The lines; none where nothing was measured yet.
  var lines: [String] {
    let rows = RunHeadline.wanted.compactMap { title, metrics -> (String, [Chart.Point])? in
      let found = metrics.lazy.map { run.points(of: $0).filter(\.isFinite) }.first { !$0.isEmpty }
      return found.map { (title, $0) }
    }
    guard !rows.isEmpty else { return ["No metrics yet."] }
    let values = rows.map { row in value(row.1) }
    let nameWidth = min(rows.map { displayWidth($0.0) }.max() ?? 0, max(6, width / 3))
    let valueWidth = values.map(displayWidth).max() ?? 0
    let room = min(60, width - nameWidth - valueWidth - 4)
    return zip(rows, values).map { row, value in
      let start =
        padded(fitted(row.0, to: nameWidth), to: nameWidth) + "  "
        + padded(value, to: valueWidth, onTheLeft: true)
      guard room >= 8 else { return fitted(start, to: width) }
      let levels = (smoothed(row.1) ?? row.1).map(\.y)
      return start + "  " + paint.curve(sparkline(levels, count: room))
    }
  }

  private func value(_ points: [Chart.Point]) -> String {
    guard let last = points.last else { return "–" }
    let before = points.count > 1 ? points.first.map { "\(readable($0.y)) → " } ?? "" : ""
    return before + readable(last.y)
  }
}
