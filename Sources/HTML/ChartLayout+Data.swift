import Foundation

/// What a drawing carries for the page's script, as numbers with spaces between them.
extension ChartLayout {
  /// What the axes cover, and from where to where: lowest and highest number, start and end.
  var axisData: Markup {
    """
     data-over="\(chart.xLabel)" data-x="\(data(of: x))" data-y="\(data(of: y))"
    """
  }

  private func data(of axis: Axis) -> String {
    [axis.domain.lowerBound, axis.domain.upperBound, axis.start, axis.end]
      .map { brief($0, digits: 9) }.joined(separator: " ")
  }

  /// The points of a curve, the raw ones, thinned where there are very many.
  func pointData(_ index: Int) -> Markup {
    let limit = max(300, min(1200, 3600 / chart.series.count))
    let points = thinned(chart.series[index].points.filter(\.isFinite), to: limit)
    let numbers = points.map { "\(brief($0.x, digits: 9)) \(brief($0.y, digits: 5))" }
    return " data-points=\"\(numbers.joined(separator: " "))\""
  }
}

/// Returns a number as JavaScript reads it, in few letters.
func brief(_ value: Double, digits: Int) -> String {
  if value == value.rounded(), abs(value) < 1e6 { return String(Int(value)) }
  let text = String(format: "%.\(digits)g", value)
  return text.hasPrefix("0.") ? String(text.dropFirst()) : text
}
