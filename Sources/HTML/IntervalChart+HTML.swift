public import Statistics

extension IntervalChart {
  /// The chart as a figure.
  public func figure() -> Markup {
    let below: Markup = caption.map { "<p class=\"caption\" dir=\"auto\">\($0)</p>" } ?? ""
    return """
      <figure class="chart">
      <figcaption dir="auto">\(title)</figcaption>
      \(rows.isEmpty ? "<p class=\"empty\">No values.</p>" : drawing)
      \(below)
      </figure>

      """
  }

  /// An estimate as the reader of this chart should see it.
  public func text(_ estimate: Estimate) -> String {
    isShare ? estimate.percent : estimate.description
  }

  private var drawing: Markup {
    let rowHeight = 40.0
    let bottom = 6 + rowHeight * Double(rows.count)
    let axis = self.axis
    let width = ChartLayout.width
    let ticks = zip(axis.ticks, axis.labels).map { tick, label -> Markup in
      """
      <path class="grid" d="M\(at: axis.place(tick)) 2V\(at: bottom)"/>\
      <text class="tick" x="\(at: axis.place(tick))" y="\(at: bottom + 16)" \
      text-anchor="middle">\(isShare ? decimal(tick * 100, places: 0) + "%" : label)</text>
      """
    }
    let guide: Markup =
      self.guide.map { "<path class=\"guide\" d=\"M\(at: axis.place($0)) 2V\(at: bottom)\"/>" }
      ?? ""
    let drawn = rows.enumerated().map { index, row in
      draw(row, index: index, y: 30 + rowHeight * Double(index), on: axis)
    }
    return """
      <svg class="plot" viewBox="0 0 \(at: width) \(at: bottom + 38)" role="img" \
      aria-label="\(spokenSummary)">
      \(ticks)\(guide)\(drawn)
      <text class="label" x="\(at: axis.end)" y="\(at: bottom + 34)" \
      text-anchor="end">\(xLabel)</text>
      </svg>
      """
  }

  private var axis: Axis {
    let ends = rows.flatMap { [$0.estimate.value, $0.estimate.lower, $0.estimate.upper] }
    return Axis(
      covering: (isShare ? [0, 1] : ends) + (guide.map { [$0] } ?? []), from: 14,
      to: ChartLayout.width - 20, about: 5, roundingOut: true)
  }

  private func draw(_ row: Row, index: Int, y: Double, on axis: Axis) -> Markup {
    let words: Markup = """
      <text class="name" x="14" y="\(at: y - 12)">\(row.name)</text>\
      <text class="name" x="\(at: axis.end)" y="\(at: y - 12)" \
      text-anchor="end">\(text(row.estimate))</text>
      """
    let estimate = row.estimate
    guard estimate.value.isFinite, estimate.lower.isFinite, estimate.upper.isFinite else {
      return words
    }
    return """
      \(words)<path class="curve s0" d="M\(at: axis.place(estimate.lower)) \(at: y)\
      H\(at: axis.place(estimate.upper))"/>\
      <circle class="end s0" cx="\(at: axis.place(estimate.value))" cy="\(at: y)" r="5"/>
      """
  }

  private var spokenSummary: String {
    "\(title), \(xLabel): "
      + rows.map { "\($0.name) \(text($0.estimate))" }.joined(separator: "; ") + "."
  }
}
