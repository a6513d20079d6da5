import Statistics

extension Chart {
  /// The chart as a figure: its title, legend, drawing and values.
  ///
  /// - Parameter isInteractive: Whether the page has a script that shows values where it is pointed
  ///   at; the figure then carries them.
  public func figure(isInteractive: Bool = false) -> Markup {
    var layout = ChartLayout(self)
    layout.isInteractive = isInteractive
    let below: Markup = caption.map { "<p class=\"caption\" dir=\"auto\">\($0)</p>" } ?? ""
    return """
      <figure class="chart">
      <figcaption dir="auto">\(title)</figcaption>
      \(series.count > 1 || isInteractive ? legend(layout) : "")
      \(layout.isEmpty ? "<p class=\"empty\">No values.</p>" : layout.drawing)
      \(below)\(missing)\(layout.isEmpty ? "" : values(layout))
      </figure>

      """
  }

  private func legend(_ layout: ChartLayout) -> Markup {
    let entries = series.enumerated().map { index, series -> Markup in
      let last = layout.ends[index].map { readable($0.y) } ?? "no values"
      return """
        <li class="\(seriesName(index))"><svg class="key" viewBox="0 0 18 8" aria-hidden="true">\
        <path class="curve \(layout.seriesClass(index))" d="M0 4H18"/></svg>\
        <bdi>\(series.name)</bdi> <span class="last">\(last)</span></li>
        """
    }
    return "<ul class=\"legend\">\(entries)</ul>"
  }

  /// Gaps are bad news, which must not be overlooked.
  private var missing: Markup {
    let count = series.flatMap(\.points).count { !$0.isFinite }
    guard count > 0 else { return "" }
    let values: Markup = count == 1 ? "1 value is" : "\(count) values are"
    return "<p class=\"caption\">\(values) not finite, and not drawn.</p>"
  }

  private func values(_ layout: ChartLayout) -> Markup {
    let rows = layout.stops(atMost: 15).map { x in
      [readable(x)] + layout.values(at: x).map { $0.map(readable) ?? "–" }
    }
    let count = Set(series.flatMap(\.points).filter(\.isFinite).map(\.x)).count
    let extent = count > rows.count ? ", \(rows.count) of \(count) places" : ""
    let note = "\(title): \(yLabel)\(extent)"
    let table = Table(headers: [xLabel] + series.map(\.name), rows: rows, caption: note)
    return "<details><summary>Values</summary>\(table.element())</details>"
  }
}

extension ChartLayout {
  /// The drawing alone.
  var drawing: Markup {
    """
    <svg class="plot" viewBox="0 0 \(at: Self.width) \(at: Self.height)" role="img" \
    aria-label="\(spokenSummary)"\(isInteractive ? axisData : "")>
    \(grid)\(guide)
    \(chart.series.indices.map(band))\(chart.marks.map(drawn))\(chart.series.indices.map(curve))
    \(endLabels.map(drawn))\(hoverStops)
    </svg>
    """
  }

  private var grid: Markup {
    let horizontal = zip(y.ticks, y.labels).map { tick, label -> Markup in
      """
      <path class="grid" d="M\(at: x.start) \(at: y.place(tick))H\(at: x.end)"/>\
      <text class="tick" x="\(at: x.start - 6)" y="\(at: y.place(tick) + 4)" \
      text-anchor="end">\(label)</text>
      """
    }
    let vertical = zip(x.ticks, x.labels).map { tick, label -> Markup in
      """
      <path class="axis" d="M\(at: x.place(tick)) \(at: y.start)v4"/>\
      <text class="tick" x="\(at: x.place(tick))" y="\(at: y.start + 17)" \
      text-anchor="middle">\(label)</text>
      """
    }
    return """
      \(horizontal)<path class="axis" d="M\(at: x.start) \(at: y.start)H\(at: x.end)"/>\(vertical)
      <text class="label" x="2" y="12">\(chart.yLabel)</text>
      <text class="label" x="\(at: x.end)" y="\(at: y.start + 35)" \
      text-anchor="end">\(chart.xLabel)</text>
      """
  }

  private var guide: Markup {
    guard let level = chart.guide, level.isFinite else { return "" }
    return "<path class=\"guide\" d=\"M\(at: x.start) \(at: y.place(level))H\(at: x.end)\"/>"
  }

  private func band(_ index: Int) -> Markup {
    let points = chart.series[index].points.filter {
      $0.isFinite && $0.lower?.isFinite == true && $0.upper?.isFinite == true
    }
    guard points.count > 1 else { return "" }
    let upper = points.map { (x: x.place($0.x), y: y.place($0.upper ?? $0.y)) }
    let lower = points.reversed().map { (x: x.place($0.x), y: y.place($0.lower ?? $0.y)) }
    return "<path class=\"band \(seriesClass(index))\" d=\"\(line(upper + lower))Z\"/>"
  }

  private func curve(_ index: Int) -> Markup {
    let strokes = chart.series[index].points.split { !$0.isFinite }.map(Array.init)
    let pieces = strokes.map { stroke -> Markup in
      if stroke.count == 1 { return dot(stroke[0]) }
      return path(thinned(stroke, to: 480))
    }
    let color = seriesClass(index)
    let raw: Markup = smooth[index] == nil ? "curve" : "curve raw"
    let calm: Markup =
      smooth[index].map {
        "<path class=\"curve smooth \(color)\" d=\"\(path(thinned($0, to: 200)))\"/>"
      }
      ?? ""
    return """
      <g class="\(seriesName(index))"\(isInteractive ? pointData(index) : "")>\
      <path class="\(raw) \(color)" d="\(pieces)"/>\(calm)</g>
      """
  }

  private func path(_ points: [Chart.Point]) -> Markup {
    line(points.map { (x: x.place($0.x), y: y.place($0.y)) })
  }

  private func drawn(_ mark: Chart.Mark) -> Markup {
    guard x.domain.contains(mark.x) else { return "" }
    return """
      <g class="mark"><title>\(mark.text)</title>\
      <path d="M\(at: x.place(mark.x)) \(at: y.end)V\(at: y.start)"/>\
      <text x="\(at: x.place(mark.x))" y="\(at: y.end - 3)" text-anchor="middle">\(mark.label)</text></g>
      """
  }

  /// A line too short to have a direction, which round ends make a dot.
  private func dot(_ point: Chart.Point) -> Markup {
    "M\(at: x.place(point.x) - 1.2) \(at: y.place(point.y))h2.4"
  }

  private func drawn(_ label: EndLabel) -> Markup {
    """
    <g class="\(seriesName(label.seriesIndex))">\
    <circle class="end \(seriesClass(label.seriesIndex))" cx="\(at: x.end + 8)" \
    cy="\(at: label.y)" r="3"/>\
    <text class="name" x="\(at: x.end + 14)" y="\(at: label.y + 4)">\(label.text)</text></g>
    """
  }

  /// Strips over the whole height that show a line and the values while they are pointed at.
  private var hoverStops: Markup {
    let stops = stops(atMost: isInteractive ? 12 : 60)
    let places = stops.map(x.place)
    let strips = stops.indices.map { index -> Markup in
      let left = index == 0 ? x.start : (places[index - 1] + places[index]) / 2
      let right = index == stops.count - 1 ? x.end : (places[index] + places[index + 1]) / 2
      let values = zip(chart.series, values(at: stops[index])).compactMap { series, value in
        value.map { "\n\(series.name): \(readable($0))" }
      }
      return """
        <g class="stop"><title>\("\(chart.xLabel) \(readable(stops[index]))" + values.joined())\
        </title><path class="cross" d="M\(at: places[index]) \(at: y.end)V\(at: y.start)"/>\
        <rect x="\(at: left)" y="\(at: y.end)" width="\(at: max(0.1, right - left))" \
        height="\(at: y.start - y.end)"/></g>
        """
    }
    return Markup(strips)
  }

  private var spokenSummary: String {
    let parts = chart.series.map { series in
      let points = series.points.filter(\.isFinite)
      guard let first = points.first, let last = points.last else {
        return "\(series.name): no values"
      }
      let levels = points.map(\.y)
      return "\(series.name) from \(readable(first.y)) to \(readable(last.y)), lowest "
        + "\(readable(levels.min() ?? first.y)), highest \(readable(levels.max() ?? first.y))"
    }
    let marked =
      chart.marks.isEmpty
      ? "" : " Marked: " + chart.marks.map(\.text).joined(separator: "; ") + "."
    return "\(chart.title): \(chart.yLabel) over \(chart.xLabel). "
      + parts.joined(separator: "; ") + "." + marked
  }

  /// Returns the class that gives a series its colour and, after the sixth, its dashes.
  func seriesClass(_ index: Int) -> Markup {
    let number = chart.series[index].colorIndex ?? index
    let color: Markup = "s\(number % Self.colorCount)"
    return number < Self.colorCount ? color : "\(color) dashed"
  }
}

extension Chart {
  /// Returns the class by which all that belongs to a series can be found.
  fileprivate func seriesName(_ index: Int) -> Markup { "n\(series[index].colorIndex ?? index)" }
}

extension ChartLayout {
  fileprivate func seriesName(_ index: Int) -> Markup { chart.seriesName(index) }
}

private func line(_ places: [(x: Double, y: Double)]) -> Markup {
  Markup(
    places.enumerated().map { index, place -> Markup in
      index == 0 ? "M\(at: place.x) \(at: place.y)" : "L\(at: place.x) \(at: place.y)"
    })
}
