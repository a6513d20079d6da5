public import HTML
import Statistics

extension RewardModelEvaluation {
  /// The bins of the calibration curve.
  public var calibrationTable: Table {
    Table(
      headers: ["confidence", "pairs", "mean confidence", "right"],
      rows: calibration.bins.map { bin in
        [
          "\(decimal(bin.lower * 100, places: 0))–\(percent(bin.upper))", "\(bin.count)",
          percent(bin.meanConfidence), bin.frequency.percent,
        ]
      },
      caption: "How sure the model is of the completion it prefers, and how often it is right.")
  }

  /// The accuracy of each part.
  public var sliceTables: [Table] {
    slicings.map { slicing in
      Table(
        headers: ["part", "pairs", "prompts", "accuracy"],
        rows: slicing.slices.map {
          [$0.name, "\($0.count)", "\($0.clusterCount)", $0.share.percent]
        },
        caption: "Accuracy \(slicing.title).")
    }
  }

  /// The calibration curve, with the line that a calibrated model keeps to.
  public var calibrationChart: Chart {
    let points = calibration.bins.map { Chart.Point($0.meanConfidence, $0.frequency) }
    return Chart(
      title: "Calibration", xLabel: "how sure the model is", yLabel: "how often it is right",
      series: [
        Chart.Series("this model", points),
        Chart.Series("calibrated", [Chart.Point(0.5, 0.5), Chart.Point(1, 1)]),
      ],
      caption: """
        Below the line the model is too sure of itself. Expected error \
        \(calibration.expectedError.percent) in bins of equal width, \
        \(calibrationByMass.expectedError.percent) in bins of equal numbers of pairs.
        """)
  }

  /// The accuracies with their intervals, a drawing for each question.
  public var sliceCharts: [IntervalChart] {
    slicings.map { slicing in
      IntervalChart(
        title: "Accuracy \(slicing.title)", xLabel: "share of pairs in which the model is right",
        rows: slicing.slices.map { IntervalChart.Row("\($0.name) (\($0.count))", $0.share) },
        guide: 0.5, isShare: true)
    }
  }

  /// The page.
  ///
  /// - Parameters:
  ///   - title: What it is about.
  ///   - measures: What else was measured, with its names.
  public func report(title: String, measures: [Report.KeyValue]) -> Report {
    Report(
      title: title,
      summary: [
        """
        Intervals hold the true number 95 times in 100; where a prompt has several pairs, prompts \
        were drawn anew.
        """
      ],
      sections: [
        Report.Section("Measures", [.keyValues(measures)]),
        Report.Section("Calibration", [.curves(calibrationChart), .table(calibrationTable)]),
        Report.Section(
          "Accuracy part by part",
          zip(sliceCharts, sliceTables).flatMap { [.intervals($0), .table($1)] }),
      ])
  }

  private func percent(_ share: Double) -> String { "\(decimal(share * 100, places: 0))%" }
}
