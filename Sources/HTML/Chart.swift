public import Statistics

/// Curves over one horizontal axis.
public struct Chart: Sendable, Equatable {
  /// What it shows.
  public var title: String
  /// What the horizontal axis counts.
  public var xLabel: String
  /// What the vertical axis measures, with its unit.
  public var yLabel: String
  /// The curves.
  public var series: [Series]
  /// What a reader should see in it.
  public var caption: String?
  /// A level worth comparing with, drawn as a dashed line.
  public var guide: Double?
  /// What happened where on the horizontal axis.
  public var marks: [Mark]

  /// Creates a chart.
  public init(
    title: String, xLabel: String, yLabel: String, series: [Series], caption: String? = nil,
    guide: Double? = nil, marks: [Mark] = []
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.caption = caption
    self.guide = guide
    self.marks = marks
  }

  /// Something that happened, drawn as a line over the whole height.
  public struct Mark: Sendable, Equatable {
    /// Where it happened.
    public var x: Double
    /// What stands at the top of the line: a number or a letter.
    public var label: String
    /// What it was.
    public var text: String

    /// Creates a mark.
    public init(x: Double, label: String, text: String) {
      self.x = x
      self.label = label
      self.text = text
    }
  }

  /// A curve.
  public struct Series: Sendable, Equatable {
    /// What it is called in the legend.
    public var name: String
    /// Its points in the order they are joined; those that are not finite leave a gap.
    public var points: [Point]
    /// Which of the colours it has; nil for that of its place among the curves.
    ///
    /// So what is drawn in several charts has one colour in all.
    public var colorIndex: Int?

    /// Creates a curve.
    public init(_ name: String, _ points: [Point], colorIndex: Int? = nil) {
      precondition((colorIndex ?? 0) >= 0, "a colour's index is \(colorIndex ?? 0), below 0")
      self.name = name
      self.points = points
      self.colorIndex = colorIndex
    }
  }

  /// A point of a curve, with an interval or without.
  public struct Point: Sendable, Equatable {
    /// Where it is on the horizontal axis.
    public var x: Double
    /// What was measured there.
    public var y: Double
    /// The lower end of the interval.
    public var lower: Double?
    /// The upper end of the interval.
    public var upper: Double?

    /// Creates a point.
    public init(_ x: Double, _ y: Double, lower: Double? = nil, upper: Double? = nil) {
      self.x = x
      self.y = y
      self.lower = lower
      self.upper = upper
    }

    /// Creates a point with an estimate's interval.
    public init(_ x: Double, _ estimate: Estimate) {
      self.init(x, estimate.value, lower: estimate.lower, upper: estimate.upper)
    }

    /// Whether it can be drawn.
    public var isFinite: Bool { x.isFinite && y.isFinite }
  }
}

/// Estimates with their intervals, one below the other on one scale.
public struct IntervalChart: Sendable, Equatable {
  /// What it shows.
  public var title: String
  /// What the scale measures.
  public var xLabel: String
  /// The estimates.
  public var rows: [Row]
  /// What a reader should see in it.
  public var caption: String?
  /// A level worth comparing with, drawn as a dashed line: ½ for win rates.
  public var guide: Double?
  /// Whether the estimates are shares, shown in percent on a scale from 0 to 100.
  public var isShare: Bool

  /// Creates a chart.
  public init(
    title: String, xLabel: String, rows: [Row], caption: String? = nil, guide: Double? = nil,
    isShare: Bool = false
  ) {
    self.title = title
    self.xLabel = xLabel
    self.rows = rows
    self.caption = caption
    self.guide = guide
    self.isShare = isShare
  }

  /// A named estimate.
  public struct Row: Sendable, Equatable {
    /// What was estimated.
    public var name: String
    /// What was found.
    public var estimate: Estimate

    /// Creates a row.
    public init(_ name: String, _ estimate: Estimate) {
      self.name = name
      self.estimate = estimate
    }
  }
}
